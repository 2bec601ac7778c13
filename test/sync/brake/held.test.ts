import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { expectOk } from "../../world/engine/deck.ts";
import { syncAll } from "../../world/engine/many-games.ts";
import {
  heldOf,
  launchOf,
  removeAll,
  setupGames,
  setupHeld,
  statusesOf,
  transfers,
  words,
} from "./games-in-sync.ts";

describe("what is held stays held", () => {
  test("over a restart: the first launch check alone does not slip through", async () => {
    const { world, b, onB } = await setupHeld();
    const again = await b.restart();
    const [game] = onB;
    if (!game) expect.fail("no game");
    expect(await again.api.listHeld({})).toHaveLength(4);
    expect((await again.api.listHeld({}))[0]).toMatchObject({ reason: "vanished", sides: null });
    expect(await again.api.beforeLaunch(launchOf(game))).toEqual({
      kind: "go-unchecked",
      reason: "held",
      detail: "held",
    });
    expect(await game.read()).toBe(null);
    expect(transfers(world)).toEqual([]);
  });

  test("when its game is played meanwhile: what it wrote is not sent over the save in RomM", async () => {
    const { world, b, onB } = await setupHeld();
    const [game] = onB;
    if (!game) expect.fail("no game");
    await b.api.beforeLaunch(launchOf(game));
    await game.write("a new beginning, and quite a long one\n");
    const { lines } = expectOk(await b.api.appExited({ appId: game.appId }));
    expect(lines).toMatchObject([{ decision: "skip", reason: "held" }]);
    expect(transfers(world)).toEqual([]);
    const held = (await heldOf(b)).find(({ appIds }) => appIds.includes(game.appId));
    expect(held).toMatchObject({
      reason: "vanished",
      decision: "upload",
      sides: { local: { sizeBytes: 38 } },
    });
  });

  test("until the card with the saves is back: then nothing is asked any more", async () => {
    const { b, onB } = await setupHeld();
    for (const game of onB) await game.write(`${game.name}: A1\n`);
    expect(words(await syncAll(b))).toEqual({ "keep nothing-new": 4 });
    expect(await heldOf(b)).toEqual([]);
    expect(await statusesOf(b)).toEqual({ synced: 4 });
  });

  test("a launch check finds the save back, and lets it go", async () => {
    const { b, onB } = await setupHeld();
    const [game] = onB;
    if (!game) expect.fail("no game");
    await game.write(`${game.name}: A1\n`);
    expect(await b.api.beforeLaunch(launchOf(game))).toMatchObject({ kind: "go" });
    expect(await heldOf(b)).toHaveLength(3);
  });

  test("a location that is not there is no loss: nothing counts, and what was held waits on", async () => {
    const { b } = await setupHeld();
    const saves = dirname(b.savePath);
    await rename(saves, `${saves} elsewhere`);
    expect(words(await syncAll(b))).toEqual({ "skip location-unavailable": 4 });
    expect(await heldOf(b)).toHaveLength(4);
    await rename(`${saves} elsewhere`, saves);
    expect(words(await syncAll(b))).toEqual({ "skip held": 4 });
  });

  test("once in the log and in one notice, not at each look", async () => {
    const { b } = await setupHeld();
    await syncAll(b);
    const logged = expectOk(await b.api.listActivity({})).filter(({ reason }) => reason === "held");
    expect(logged).toHaveLength(4);
    expect(b.notices.filter((kind) => kind === "held")).toHaveLength(1);
  });

  test("cancelled before all were looked at, a run neither acts on what alarmed nor holds it", async () => {
    const { world, b, onB } = await setupGames(6);
    await removeAll(onB);
    await world.romm.faults.set("slow", { route: "GET /api/saves", skip: 4, ms: 20_000 });
    const run = b.api.syncAll({});
    const unitsDone = async () => (await b.api.getOverview({})).runs.current?.unitsDone;
    await vi.waitFor(async () => expect(await unitsDone()).toBe(4));
    await b.api.cancelSync({});
    expect(expectOk(await run)).toMatchObject({ isCancelled: true, lines: [] });
    for (const game of onB) expect(await game.read()).toBe(null);
    expect(await heldOf(b)).toEqual([]);
  });
});
