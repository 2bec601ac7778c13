import type { SavepointState } from "../core/state.ts";
import { FileError } from "../machine/disk.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import type { DurableJson } from "./durable-json.ts";
import { mayBeEmptied, recoverEmptied, unproven } from "./recover-state.ts";
import { emptyState, type StateDocument } from "./state-document.ts";

/** What a start found. `unreadable`: nobody knows what is there, so nothing may be changed. */
export type FoundState =
  | { kind: "current" | "fresh"; content: StateDocument }
  /** From `.prev` in whole or in part, or empty because nothing of use was left; the content's notice says which. */
  | { kind: "recovered"; content: StateDocument }
  | { kind: "read-only"; version: number; content: StateDocument }
  | { kind: "unreadable"; error: FileError };

/** Reads only; damage is an answer, what the disk refuses to tell throws `FileError`. */
export async function findState(
  { clock }: Pick<DocumentDeps, "clock">,
  document: DurableJson<StateDocument>,
  hasTraces: () => Promise<boolean>,
): Promise<FoundState> {
  const loaded = await document.load();
  switch (loaded.kind) {
    case "current":
      return (
        (await findEmptied(clock.now(), document, loaded.value)) ?? { kind: "current", content: loaded.value }
      );
    case "previous": {
      const { reason, savedAtMs, value } = loaded;
      const state = unproven(value.state, clock.now());
      return { kind: "recovered", content: { state, notice: { kind: "recovered", reason, savedAtMs } } };
    }
    case "newer":
      return { kind: "read-only", version: loaded.version, content: loaded.value ?? nothing };
    case "damaged":
      return lost(loaded.reason);
    case "none":
      return (await hasTraces()) ? lost("missing") : { kind: "fresh", content: nothing };
  }
}

const nothing: StateDocument = { state: emptyState, notice: null };

function lost(reason: string): FoundState {
  return { kind: "recovered", content: { state: emptyState, notice: { kind: "lost", reason } } };
}

async function findEmptied(
  nowMs: number,
  document: DurableJson<StateDocument>,
  { state }: StateDocument,
): Promise<FoundState | null> {
  const previous = await loadPreviousFor(state, document);
  const recovered = previous && recoverEmptied(state, previous.value.state, nowMs);
  if (!previous || !recovered) return null;
  const { savedAtMs } = previous;
  return {
    kind: "recovered",
    content: { state: recovered, notice: { kind: "recovered", reason: "empty-registry", savedAtMs } },
  };
}

/** A backup that cannot be read matters only where the present state may lack something. */
async function loadPreviousFor(state: SavepointState, document: DurableJson<StateDocument>) {
  try {
    return await document.loadPrevious(({ accounts }) => mayBeEmptied(state, Object.keys(accounts ?? {})));
  } catch (error) {
    if (mayBeEmptied(state) || !(error instanceof FileError)) throw error;
    return null;
  }
}
