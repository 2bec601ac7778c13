import type { DiskProblem } from "./errors.ts";

/** What Savepoint left under another folder's name: a copy from a store has another one than one from a zip. */
export interface OtherInstallation {
  /** The name of its folders below Decky's `data` and `settings`. */
  folder: string;
  savedAtMs: number;
  /** Of all accounts. */
  shortcutCount: number;
}

export type AdoptError =
  | { kind: "not-there" }
  /** It runs just now. */
  | { kind: "in-use" }
  /** This installation has games of its own. */
  | { kind: "not-empty" }
  | DiskProblem;
