import { join } from "node:path";
import type { PartOfOurs, UnreadablePart } from "../contract/overview.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenSettings } from "../documents/settings.ts";
import type { Environment } from "../environment.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { AccessBook } from "./server-access.ts";

interface Ours {
  environment: Pick<Environment, "runtimeFolder">;
  disk: Disk;
  settings: OpenSettings;
  credentials: Pick<CredentialsFile, "unreadable">;
  access: Pick<AccessBook, "unreadable">;
}

/** Files and folders of ours that the disk does not give just now; `state.json` speaks for itself (`RegistryHealth`). */
export async function listUnreadable(ours: Ours): Promise<UnreadablePart[]> {
  const { disk, environment, settings, credentials, access } = ours;
  const found: UnreadablePart[] = [];
  const name = (part: PartOfOurs, detail: string) => found.push({ part, detail });
  if (settings.health.kind === "unreadable") name("settings", settings.health.detail);
  if (settings.health.kind === "reset") name("settings", `damaged: ${settings.health.reason}`);
  for (const [part, document] of [
    ["credentials", credentials],
    ["servers", access],
  ] as const) {
    const detail = document.unreadable();
    if (detail !== null) name(part, detail);
  }
  for (const part of ["history", "snapshots"] as const) {
    const detail = await whyNoFolder(disk, join(environment.runtimeFolder, part));
    if (detail !== null) name(part, detail);
  }
  return found;
}

/** Null: it can be listed, or nothing stands there yet. */
async function whyNoFolder(disk: Disk, path: string): Promise<string | null> {
  try {
    const stat = await disk.stat(path);
    if (stat !== null && stat.kind !== "folder") return `not a folder: ${path}`;
    await disk.list(path);
    return null;
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
}

/** What one part tells; where it fails, `otherwise`, and its name among `unreadable`. A defect is logged with its stack. */
export function createReader(log: Pick<Log, "error">, unreadable: UnreadablePart[]) {
  return async function read<T>(part: PartOfOurs, work: () => T | Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isFile = error instanceof FileError;
      if (!isFile) log.error("A part of the overview failed.", { part, error: stackOf(error) });
      unreadable.push({ part, detail: isFile ? error.message : "defect: the log has it" });
      return otherwise;
    }
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
