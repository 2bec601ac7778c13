import type { Activity } from "../contract/saves/activity.ts";
import type { AppId } from "../core/vocabulary.ts";
import type { ActivityEntry, TakeBack } from "../ports/activity-log.ts";

/** As it stands in the file. */
export type ActivityLine = EntryLine | AgainLine | ConfirmLine;

interface EntryLine extends ActivityEntry {
  id: string;
  atMs: number;
}

/** The line of this id happened once more. */
interface AgainLine {
  again: string;
  atMs: number;
}

/** The player called what the line of this id did right. */
interface ConfirmLine {
  confirms: string;
  atMs: number;
}

/** A line as it is read, with what the lines after it tell. */
export interface LoggedActivity extends Omit<Activity, "undo" | "versionId"> {
  takeBack: TakeBack | null;
  /** There is something to take back; of a line that stands for many: in one of them. */
  hasEffect: boolean;
  isUndone: boolean;
  isPlayedSince: boolean;
}

/** Null: cut by a crash, or no line of ours. Older ones know less of themselves. */
export function decodeLine(text: string): ActivityLine | null {
  try {
    const value: unknown = JSON.parse(text);
    return isAgain(value) || isConfirm(value) || isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

function isAgain(value: unknown): value is AgainLine {
  if (typeof value !== "object" || value === null) return false;
  const { again, atMs } = value as Partial<AgainLine>;
  return typeof again === "string" && typeof atMs === "number";
}

function isConfirm(value: unknown): value is ConfirmLine {
  if (typeof value !== "object" || value === null) return false;
  const { confirms, atMs } = value as Partial<ConfirmLine>;
  return typeof confirms === "string" && typeof atMs === "number";
}

/** Written by this log alone; the fields that readers rely on are checked, in case the file was edited. */
function isEntry(value: unknown): value is EntryLine {
  if (typeof value !== "object" || value === null) return false;
  const { id, atMs, appIds, decision, reason } = value as Partial<EntryLine>;
  const hasTexts = [id, decision, reason].every((text) => typeof text === "string");
  return hasTexts && typeof atMs === "number" && Array.isArray(appIds);
}

/** Of what one press did: how much, how much of it can be taken back, and how much of that is left. */
interface Members {
  count: number;
  withEffect: number;
  left: number;
}

const none: Members = { count: 0, withEffect: 0, left: 0 };

/** Taken back is a press when all that it did is, by one other press or by several. */
function ofMany({ count, withEffect, left }: Members) {
  return { batchSize: count, hasEffect: withEffect > 0, isUndone: withEffect > 0 && left === 0 };
}

/**
 * Put together from the newest line to the oldest: what a line means depends on what came after it, and not on what was
 * before.
 */
export function createReading() {
  const undone = new Set<string>();
  const confirmed = new Set<string>();
  /** By the line that stands for them. */
  const members = new Map<string, Members>();
  const again = new Map<string, { times: number; lastAtMs: number }>();
  /** By save: the contents that were sent since, each of which somebody played, and by which press. */
  const sentSince = new Map<AppId, Map<string | null, string | null>>();

  function isPlayedSince({ id, appIds, localAfter }: EntryLine): boolean {
    // What the press itself sent was played before it.
    const isNews = ([sent, batchId]: [string | null, string | null]) => sent !== localAfter && batchId !== id;
    return appIds.some((appId) => [...(sentSince.get(appId) ?? [])].some(isNews));
  }

  function noteSent({ appIds, decision, outcome, localAfter, batchId = null }: EntryLine): void {
    if (decision !== "upload" || outcome !== "done") return;
    for (const appId of appIds) {
      const sent = sentSince.get(appId) ?? new Map();
      sentSince.set(appId, sent.set(localAfter, batchId));
    }
  }

  function noteMember(batchId: string, { takeBack, isUndone }: LoggedActivity): void {
    const known = members.get(batchId) ?? none;
    const effect = takeBack === null ? 0 : 1;
    members.set(batchId, {
      count: known.count + 1,
      withEffect: known.withEffect + effect,
      left: known.left + (isUndone ? 0 : effect),
    });
  }

  return {
    /** Null: it only tells of another line. */
    read(line: ActivityLine): LoggedActivity | null {
      if ("confirms" in line) {
        confirmed.add(line.confirms);
        return null;
      }
      if ("again" in line) {
        const known = again.get(line.again);
        const lastAtMs = known?.lastAtMs ?? line.atMs;
        again.set(line.again, { times: (known?.times ?? 0) + 1, lastAtMs });
        return null;
      }
      const { takeBack, ...entry } = line;
      const { times, lastAtMs } = again.get(line.id) ?? { times: 0, lastAtMs: line.atMs };
      const read: LoggedActivity = {
        ...{ act: null, batchId: null, batchSize: null, undoes: null, deviceName: null },
        ...entry,
        ...{ times: times + 1, lastAtMs, takeBack: takeBack ?? null, hasEffect: takeBack !== undefined },
        ...{ isUndone: undone.has(line.id), isPlayedSince: isPlayedSince(line) },
        isConfirmed: confirmed.has(line.id),
      };
      // What was sent by the same press is part of it, but nothing that it did for itself.
      if (read.batchId !== null && read.act !== null) noteMember(read.batchId, read);
      if (read.batchSize !== null) Object.assign(read, ofMany(members.get(read.id) ?? none));
      noteSent(line);
      if (read.undoes !== null) undone.add(read.undoes);
      return read;
    },
  };
}
