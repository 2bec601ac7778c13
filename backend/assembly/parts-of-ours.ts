import { join } from "node:path";
import type { ChangedPart } from "../contract/events.ts";
import type { PartOfOurs, UnreadablePart } from "../contract/overview.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenSettings } from "../documents/settings.ts";
import type { Environment } from "../environment.ts";
import type { ReadableActivityLog } from "../history/activity-log.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import { describeDefect } from "../work/defects.ts";
import type { AccessBook } from "./server-access.ts";

interface Ours {
  environment: Pick<Environment, "runtimeFolder">;
  disk: Disk;
  settings: OpenSettings;
  credentials: Pick<CredentialsFile, "unreadable">;
  access: Pick<AccessBook, "unreadable">;
  activity: Pick<ReadableActivityLog, "unreadable" | "check">;
  log: Pick<Log, "error">;
  changed: (part: ChangedPart) => void;
}

/** What of ours the disk does not give, as it was last seen: at the start, and when `look` was called. */
export interface PartsOfOurs {
  /** Waits for the first look, and for no other. */
  known(): Promise<UnreadablePart[]>;
  look(): Promise<void>;
}

export function createPartsOfOurs(ours: Ours): PartsOfOurs {
  let folders: UnreadablePart[] = [];
  let first: Promise<void> | null = null;

  async function look(): Promise<void> {
    const before = JSON.stringify(folders);
    folders = await listFolders(ours);
    if (JSON.stringify(folders) !== before) ours.changed("registry");
  }

  async function lookFirst(): Promise<void> {
    await ours.activity.check();
    await look();
  }

  return {
    async known() {
      first ??= lookFirst();
      await first;
      return [...listDocuments(ours), ...folders];
    },
    look,
  };
}

/** `state.json` speaks for itself (`RegistryHealth`). */
function listDocuments(ours: Ours): UnreadablePart[] {
  const { settings, credentials, access, activity } = ours;
  const found: UnreadablePart[] = [];
  const name = (part: PartOfOurs, detail: string) => found.push({ part, detail });
  if (settings.health.kind === "unreadable") name("settings", settings.health.detail);
  if (settings.health.kind === "reset") name("settings", `damaged: ${settings.health.reason}`);
  for (const [part, document] of [
    ["credentials", credentials],
    ["servers", access],
    ["activity", activity],
  ] as const) {
    const detail = document.unreadable();
    if (detail !== null) name(part, detail);
  }
  return found;
}

async function listFolders({ disk, environment, log }: Ours): Promise<UnreadablePart[]> {
  const found: UnreadablePart[] = [];
  for (const part of ["history", "snapshots"] as const) {
    const detail = await whyNoFolder(disk, join(environment.runtimeFolder, part)).catch((error) =>
      describeDefectOf(log, part, error),
    );
    if (detail !== null) found.push({ part, detail });
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
  return function read<T>(part: PartOfOurs, work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      unreadable.push({ part, detail: describeDefectOf(log, part, error) });
      return otherwise;
    }
  };
}

function describeDefectOf(log: Pick<Log, "error">, part: PartOfOurs, error: unknown): string {
  log.error("A part of the overview failed.", { part, error: describeDefect(error) });
  return "defect: the log has it";
}
