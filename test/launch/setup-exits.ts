import { expect, vi } from "vitest";
import { aMoment } from "../world/engine/a-moment.ts";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/** The launch that the stories are about. */
export const launch = { launchId: "launch-1", appId };

/** A shortcut of which no word but its number tells whose game it is. */
export const reaper = startedBySteam("es-de");

/** A and RomM hold A1, and nothing is left to be looked at. */
export async function setupPlayed(): Promise<{ world: World; a: EngineDeck }> {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  await restAfterStart(world, a);
  return { world, a };
}

/** The look that follows every registration comes, and goes. */
export async function restAfterStart(world: World, deck: EngineDeck): Promise<void> {
  world.time.elapse(3000);
  await soon(async () => {
    const { runs } = await deck.api.getOverview({});
    expect(runs).toEqual({ current: null, last: expect.anything() });
  });
}

/** Time goes on, and what waited for it gets to its next wait. */
export async function pass(world: World, ms: number): Promise<void> {
  await aMoment(40);
  world.time.elapse(ms);
  await aMoment(40);
}

/** What was set going by now comes to its end. */
export async function soon(check: () => unknown): Promise<void> {
  await vi.waitFor(check, 10_000);
}

/** Time goes on, by the poll's steps unless told, until it holds. */
export async function comesTrue(world: World, check: () => unknown, stepMs = 2000): Promise<void> {
  await vi.waitFor(async () => {
    world.time.elapse(stepMs);
    await check();
  }, 10_000);
}

/** As the panel shows it. */
export const statusOf = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0]?.status.kind;

/** The file's stamps move whenever they are looked at. */
export function keepWriting(deck: EngineDeck, file = deck.savePath) {
  const { stat } = deck.disk;
  const writer = { isWriting: true, looks: 0 };
  deck.disk.stat = async (path) => {
    const found = await stat(path);
    if (path !== file || found === null || !writer.isWriting) return found;
    writer.looks += 1;
    return { ...found, modifiedAtMs: found.modifiedAtMs + writer.looks };
  };
  return writer;
}
