import { expect } from "vitest";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import type { SyncError, SyncReport } from "../../../backend/contract/saves/sync.ts";
import type { Outcome } from "../../../backend/core/vocabulary.ts";
import { answer } from "../../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import type { World } from "../../world/engine/world.ts";

/** Two Decks on one RomM, before something that can be undone. */
export interface UndoWorld {
  world: World;
  a: EngineDeck;
  b: EngineDeck;
}

/** What the player does on Deck B, and what that put out of play. */
export interface UndoableAct {
  name: string;
  setup(): Promise<UndoWorld>;
  act(p: UndoWorld): Promise<unknown>;
  /** What is played on B before it, and again when it is undone. */
  before: string | null;
  /** What is played when it is done, and again when its undoing is undone. */
  after: string | null;
  /** Undone, every other Deck plays `before` too; false: the other Decks are not concerned. */
  reachesOthers: boolean;
}

/** B holds `A1 B2` which RomM never had, RomM and A hold `A1 A2`, and B asks. */
export async function setupConflict(given?: World): Promise<UndoWorld> {
  const { world, a, b } = await setupNewer(given);
  await b.write("A1\nB2\n");
  expect(await b.sync()).toMatchObject({ decision: "conflict" });
  return { world, a, b };
}

/** B fetched `A1 A2` over its `A1`. */
export async function setupFetched(): Promise<UndoWorld> {
  const { world, a, b } = await setupNewer();
  world.time.advance(60_000);
  expect(await b.sync()).toMatchObject({ decision: "download" });
  return { world, a, b };
}

export const choose = (choice: "keep-local" | "take-remote") => async (p: UndoWorld) => {
  p.world.time.advance(5000);
  expect(await answer(p.b, choice)).toMatchObject([{ outcome: "done" }]);
};

/** The newest line that can be undone. */
export async function newestUndoable({ api }: EngineDeck): Promise<Activity> {
  const lines = await listActivity({ api });
  return lines.find(({ undo }) => undo.kind === "can") ?? expect.fail(JSON.stringify(lines, null, 1));
}

/** The same of all games: one line for what one press did to many. */
export async function newestLine({ api }: EngineDeck): Promise<Activity> {
  const lines = expectOk(await api.listActivity({}));
  return lines.find(({ undo }) => undo.kind === "can") ?? expect.fail(JSON.stringify(lines, null, 1));
}

async function listActivity({ api }: Pick<EngineDeck, "api">): Promise<Activity[]> {
  return expectOk(await api.listActivity({ appId }));
}

export async function undoNewest(deck: EngineDeck): Promise<Outcome<SyncReport, SyncError>> {
  const { id } = await newestUndoable(deck);
  const outcome = await deck.api.undo({ activityId: id });
  return outcome as Outcome<SyncReport, SyncError>;
}

/** Every Deck looks twice. */
export async function twoRounds({ world, a, b }: UndoWorld): Promise<void> {
  for (let round = 0; round < 2; round++) {
    for (const deck of [b, a]) {
      world.time.advance(5000);
      await deck.sync();
    }
  }
}
