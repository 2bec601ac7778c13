import { join } from "node:path";
import type { Clock } from "../../machine/clock.ts";
import type { Disk } from "../../machine/disk.ts";
import type { Log } from "../../machine/log.ts";
import type { Damage, Decoded, DocumentFormat, Saved } from "./envelope.ts";
import { keepAside } from "./keep-aside.ts";
import { readDocument } from "./read-document.ts";

export interface DocumentDeps {
  disk: Disk;
  clock: Clock;
  log: Log;
}

export interface DocumentShape<T> extends DocumentFormat<T> {
  folder: string;
  name: string;
  /** Of the files; 0644 by default. */
  mode?: number;
  /** Of the folder, if it has to be made; 0755 by default. */
  folderMode?: number;
  /** False for secrets: no further copy of a damaged file is made. */
  keepsDamaged?: boolean;
}

export type Loaded<T> =
  | ({ kind: "current" } & Saved<T>)
  /** `reason`: why the current file could not be used. */
  | ({ kind: "previous"; reason: Damage | "missing" } & Saved<T>)
  /** Neither file is there. */
  | { kind: "none" }
  /** Something is there and nothing of it can be used; it was kept aside. */
  | { kind: "damaged"; reason: Damage | "missing" }
  /** `value` null: the newer shape cannot be read here. */
  | { kind: "newer"; version: number; value: T | null };

/** The current file, else its `.prev`. Damage is an answer; what the disk refuses to tell throws `FileError`. */
export async function loadDocument<T>(deps: DocumentDeps, shape: DocumentShape<T>): Promise<Loaded<T>> {
  const current = await readOrKeepAside(deps, shape, shape.name);
  if (current.kind === "valid") return { ...current, kind: "current" };
  if (current.kind === "newer") return current;
  const reason = current.kind === "absent" ? "missing" : current.damage;
  const previous = await readOrKeepAside(deps, shape, `${shape.name}.prev`);
  if (previous.kind === "newer") return previous;
  if (previous.kind === "valid") {
    deps.log.warn("A document is unusable; its previous value is used.", { name: shape.name, reason });
    return { ...previous, kind: "previous", reason };
  }
  return reason === "missing" && previous.kind === "absent" ? { kind: "none" } : { kind: "damaged", reason };
}

async function readOrKeepAside<T>(
  deps: DocumentDeps,
  shape: DocumentShape<T>,
  name: string,
): Promise<Decoded<T> | { kind: "absent" }> {
  const read = await readDocument(deps.disk, join(shape.folder, name), shape);
  if (read.kind === "damaged" && shape.keepsDamaged !== false) await tryToKeepAside(deps, shape, name);
  return read;
}

/** Best effort: the next save does it again before it replaces the file, and must not fail then. */
async function tryToKeepAside(
  deps: DocumentDeps,
  { folder, mode = 0o644 }: DocumentShape<unknown>,
  name: string,
) {
  try {
    await keepAside(deps, { folder, name, mode });
  } catch (error) {
    deps.log.error("A damaged file could not be kept aside.", { name, error: String(error) });
  }
}
