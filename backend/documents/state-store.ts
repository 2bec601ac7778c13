import { join } from "node:path";
import type { SavepointState } from "../core/state.ts";
import type { RegistryHealth } from "../core/vocabulary.ts";
import { FileError } from "../machine/disk.ts";
import { StateReadOnly, type StateStore } from "../ports/state-store.ts";
import { listAside } from "./durable/keep-aside.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import { createSerialUpdates } from "./durable/serial-updates.ts";
import { createDurableJson, DocumentReadOnly, type DurableJson } from "./durable-json.ts";
import { type FoundState, findState } from "./open-state.ts";
import { hasEntries, restoreState } from "./recover-state.ts";
import { createSnapshots, type SnapshotKind, type Snapshots } from "./snapshots.ts";
import { createStateFormat, emptyState, type StateDocument } from "./state-document.ts";

/** `state.json` while the backend runs. */
export interface OpenState {
  store: StateStore;
  health(): RegistryHealth;
  /** The player has read about the recovery: the notice does not come back. Rejects as `update` does. */
  markHealthSeen(): Promise<void>;
  /** Newest first. */
  listSnapshots(): Promise<StateSnapshot[]>;
  /** What the snapshots hold, newest first. Rejects with `FileError`. */
  readSnapshots(): Promise<{ state: SavepointState; savedAtMs: number }[]>;
  /**
   * With the engine stopped. The present state becomes a snapshot, then all baselines become unproven. False: there is
   * no such snapshot, or it is damaged. Rejects as `update` does; then nothing changed.
   */
  restoreSnapshot(snapshotId: string): Promise<boolean>;
  /** When no update waits or is being saved; never rejects. */
  settled(): Promise<void>;
}

export interface StateSnapshot {
  snapshotId: string;
  kind: SnapshotKind;
  savedAtMs: number;
  /** Of all accounts. */
  shortcutCount: number;
}

/**
 * Loads `state.json` of the folder, recovers it if need be and writes the recovery back. Never throws for what stands
 * on the disk: `health` tells, and a state that cannot be read or is newer refuses every update.
 */
export async function openStateStore(deps: DocumentDeps, { folder }: { folder: string }): Promise<OpenState> {
  const shape = { folder, name: "state.json", ...createStateFormat() };
  const document = createDurableJson(deps, shape);
  const snapshots = createSnapshots(deps, { folder: join(folder, "snapshots"), shape, document });
  const found = await find(deps, { folder, document, snapshots });
  const first = found.kind === "unreadable" ? { state: emptyState, notice: null } : found.content;
  if (found.kind === "recovered") await writeBack(deps, document, first);

  const updates = createSerialUpdates(first, async (content) => {
    if (found.kind === "unreadable") throw found.error;
    if (hasShortcuts(updates.current().state)) await snapshots.keepDaily();
    await orReadOnly(document.save(content));
  });
  if (found.kind !== "unreadable" && found.kind !== "read-only" && hasShortcuts(first.state)) {
    await snapshots.keepDaily();
  }

  return {
    store: {
      current: () => updates.current().state,
      update: (change) => updates.update((content) => withState(content, change(content.state))),
    },
    health: () => toHealth(found, updates.current()),
    markHealthSeen: () =>
      updates.update((content) => (content.notice ? { ...content, notice: null } : content)),
    listSnapshots: async () =>
      (await snapshots.list()).map(({ value, snapshotId, kind, savedAtMs }) => {
        return { snapshotId, kind, savedAtMs, shortcutCount: countShortcuts(value.state) };
      }),
    readSnapshots: async () =>
      (await snapshots.list()).map(({ value, savedAtMs }) => ({ state: value.state, savedAtMs })),
    restoreSnapshot: async (snapshotId) => {
      if (found.kind === "unreadable") throw found.error;
      if (found.kind === "read-only") throw new StateReadOnly("state.json was written by a newer version.");
      const snapshot = await snapshots.read(snapshotId);
      if (!snapshot) return false;
      await updates.settled();
      await snapshots.keepReplaced();
      const nowMs = deps.clock.now();
      await updates.update(({ state }) => {
        return { state: restoreState(state, snapshot.value.state, nowMs), notice: null };
      });
      return true;
    },
    settled: updates.settled,
  };
}

async function find(
  deps: DocumentDeps,
  parts: { folder: string; document: DurableJson<StateDocument>; snapshots: Snapshots<StateDocument> },
): Promise<FoundState> {
  const { folder, document, snapshots } = parts;
  try {
    const revision = await newestRevision(deps, snapshots);
    const hasTraces = async () =>
      revision > 0 || (await listAside(deps.disk, folder, "state.json")).length > 0;
    const found = await findState(deps, document, hasTraces);
    // After a loss the count would begin again, and old snapshots would pass for newer ones.
    document.startAfter(revision);
    return found;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    deps.log.error("The state cannot be read.", { code: error.code, path: error.path });
    return { kind: "unreadable", error };
  }
}

async function newestRevision({ log }: DocumentDeps, snapshots: Snapshots<StateDocument>): Promise<number> {
  try {
    return await snapshots.newestRevision();
  } catch (error) {
    log.warn("The snapshots cannot be listed.", { error: String(error) });
    return 0;
  }
}

/** A full disk must not keep the recovered state from being used; the next update writes it. */
async function writeBack(
  { log }: DocumentDeps,
  document: DurableJson<StateDocument>,
  content: StateDocument,
): Promise<void> {
  log.warn("The state was recovered.", { kind: content.notice?.kind, reason: content.notice?.reason });
  try {
    await document.saveRecovered(content);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    log.error("The recovered state could not be written back.", { code: error.code, path: error.path });
  }
}

async function orReadOnly(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof DocumentReadOnly ? new StateReadOnly(error.message) : error;
  }
}

function toHealth(found: FoundState, { notice }: StateDocument): RegistryHealth {
  if (found.kind === "unreadable") return { kind: "unreadable", detail: found.error.message };
  if (found.kind === "read-only") return { kind: "read-only", version: found.version };
  return notice ?? { kind: found.kind === "fresh" ? "fresh" : "current" };
}

function withState(content: StateDocument, state: SavepointState): StateDocument {
  return state === content.state ? content : { ...content, state };
}

function hasShortcuts(state: SavepointState): boolean {
  return Object.values(state.accounts).some(hasEntries);
}

function countShortcuts({ accounts }: SavepointState): number {
  return Object.values(accounts).reduce(
    (sum, account) => sum + Object.keys(account.shortcut_registry).length,
    0,
  );
}
