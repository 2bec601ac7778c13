import type { DiskProblem } from "./errors.ts";

/** An older registry that can be taken back. `daily`: how a day began; `replaced`: what a restored one took the place of. */
export interface Snapshot {
  snapshotId: string;
  kind: "daily" | "replaced";
  savedAtMs: number;
  /** Of all accounts. */
  shortcutCount: number;
}

export type StateError =
  /** A game that the registry knows: its save file is in use. */
  | { kind: "running"; name: string }
  /** Of this game a launch was let go, and it is still to come. */
  | { kind: "starting"; name: string }
  /** No such snapshot, or it is damaged. */
  | { kind: "unknown-snapshot"; snapshotId: string }
  | { kind: "state-read-only" }
  | DiskProblem;
