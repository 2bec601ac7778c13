import type { DiskProblem, RommProblem } from "../contract/errors.ts";
import type { SyncError } from "../contract/saves/sync.ts";
import { RommError } from "../core/romm-error.ts";
import { FileError } from "../machine/disk.ts";
import { StateReadOnly } from "../ports/state-store.ts";

/** An answer of the server that cannot be believed: nothing is recorded on it. */
export class NotSettled extends Error {
  override readonly name = "NotSettled";
}

/** The unit's game runs, or a launch was let go and it is still to come: its files are not touched. */
export class Running extends Error {
  override readonly name = "Running";
  readonly kind: "running" | "starting";

  constructor(message: string, kind: "running" | "starting") {
    super(message);
    this.kind = kind;
  }
}

/** The bytes are of another kind than this emulator's: a question, not a transfer. */
export class ForeignShape extends Error {
  override readonly name = "ForeignShape";
}

/** What stands there is not one game's alone. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

/** What RomM or the disk refused, in the contract's words; null: something else. */
export function toProblem(error: unknown): RommProblem | DiskProblem | { kind: "state-read-only" } | null {
  if (error instanceof RommError) return toRommProblem(error);
  if (error instanceof StateReadOnly) return { kind: "state-read-only" };
  if (!(error instanceof FileError)) return null;
  return error.code === "no-space" ? { kind: "no-space" } : { kind: "disk", detail: error.message };
}

export function toRommProblem({ code, message, certificate, limitBytes }: RommError): RommProblem {
  return {
    ...{ kind: "romm", code, detail: message },
    ...(certificate !== null && { certificate }),
    ...(limitBytes !== null && { limitBytes }),
  };
}

/** What an expected failure means to the player; null: a defect, which goes on upwards. */
export function toSyncError(error: unknown): SyncError | null {
  if (error instanceof ChangedMeanwhile) return { kind: "changed-meanwhile" };
  if (error instanceof NotSettled) return { kind: "not-settled", detail: error.message };
  if (error instanceof Running) return { kind: error.kind };
  if (error instanceof ForeignShape) return { kind: "foreign-shape", detail: error.message };
  if (error instanceof Unsupported) return { kind: "unsupported", detail: error.message };
  return toProblem(error);
}

/** The file moved between the look and the act: look again. */
export class ChangedMeanwhile extends Error {
  override readonly name = "ChangedMeanwhile";
}

export function isOutOfReach(problem: SyncError): boolean {
  return problem.kind === "romm" && ["no-network", "offline", "timeout"].includes(problem.code);
}
