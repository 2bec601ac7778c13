import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import type { AccountId } from "../../../backend/core/vocabulary.ts";
import { createFileHashing } from "../../../backend/files/file-hashing.ts";
import { createKeptCopies } from "../../../backend/history/kept-copies.ts";
import { createScopedLog } from "../../../backend/machine/scoped-log.ts";
import type { SaveServer } from "../../../backend/ports/save-server.ts";
import type { SyncDeps } from "../../../backend/ports/sync-deps.ts";
import { type Observed, readUnit, toObserved } from "../../../backend/sync/look/observe.ts";
import { observeLocal } from "../../../backend/sync/look/observe-local.ts";
import { createPostTimes } from "../../../backend/sync/look/post-times.ts";
import { createProofBook } from "../../../backend/sync/look/proofs.ts";
import type { Work } from "../../../backend/sync/look/record.ts";
import { newWork } from "../../../backend/sync/unit/new-work.ts";
import { accountOf, deviceIdOf, unitOf } from "./account.ts";
import type { EngineDeck } from "./deck.ts";

/** Work on the Deck's first unit with its real disk and state, for steps that no call of the panel takes yet. */
export function createWork(deck: EngineDeck): Work {
  const { disk, state } = deck;
  const clock = { now: () => 0, monotonic: () => 0, wait: async () => {} };
  const hashing = createFileHashing(disk);
  const history = join(dirname(dirname(deck.savePath)), "data", "history");
  const { activeAccount } = state.store.current();
  const session = { accountId: activeAccount as AccountId, deviceId: deviceIdOf(deck), server: nobody };
  const deps: SyncDeps = {
    ...{ disk, clock, store: state.store, newId: randomUUID, session: () => session },
    ...hashing,
    keptCopies: createKeptCopies({ disk, clock, newId: randomUUID, ...hashing }, history),
    fence: createFence(deck),
    settings: () => ({ autocleanupLimit: null }),
    activity: { append: async () => "", appendAll: async () => {} },
    log: createScopedLog(
      () => {},
      () => 0,
    ),
    changed: () => {},
    notice: () => {},
    progressed: () => {},
  };
  const { unitId } = unitOf(deck);
  return newWork({ deps, postTimes: createPostTimes(clock), proofs: createProofBook(clock) }, session, {
    unitId,
    purpose: "answer",
  });
}

/** What stands on this side; no server is asked. */
export async function observeHere(deck: EngineDeck, { deps, session, unitId }: Work): Promise<Observed> {
  const now = readUnit(deps, session, unitId);
  if (!now) throw new Error("Nothing is registered.");
  const seen = await observeLocal(deps, unitOf(deck), new AbortController().signal);
  return toObserved({ ...now, ...seen, account: accountOf(deck), session, rows: null, proven: new Map() });
}

const nobody = new Proxy({} as SaveServer, {
  get: (_, name) => {
    throw new Error(`No server is asked: ${String(name)}`);
  },
});

function createFence({ processes }: EngineDeck): SyncDeps["fence"] {
  const isRunning = async () => processes.length > 0;
  return { isRunning, wasRunning: isRunning, isLeased: async () => false };
}
