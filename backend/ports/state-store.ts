import type { SavepointState } from "../core/state.ts";

/** The one owner of the state. What `update` resolved for is on the disk. */
export interface StateStore {
  current(): SavepointState;
  /** Applies the change to the newest state and waits until it is durable; rejects with `FileError` or `StateReadOnly`, and then nothing changed. */
  update(change: (state: SavepointState) => SavepointState): Promise<void>;
}

/** `state.json` was written by a newer version: it is shown, not changed. */
export class StateReadOnly extends Error {
  override readonly name = "StateReadOnly";
}
