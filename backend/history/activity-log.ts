import type { AppId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { ActivityEntry, ActivityLog } from "../ports/activity-log.ts";
import { describeDefect } from "../work/defects.ts";
import { type ActivityLine, createReading, decodeLine, type LoggedActivity } from "./activity-line.ts";
import { createRepeats } from "./activity-repeats.ts";
import { linesBackwards } from "./lines-backwards.ts";

interface ActivityDeps {
  disk: Disk;
  clock: Clock;
  log: Log;
  newId: () => string;
}

/** At this size the log becomes `.old`, and the `.old` before it goes: more than 10,000 lines stay. */
const rotateAtBytes = 6 * 1024 * 1024;
/** One write for each of 20,000 games took longer than a minute. */
const linesPerWrite = 500;

export interface ActivityQuery {
  limit: number;
  /** Older than the line of this id. */
  before?: string;
  appId?: AppId;
  /** The lines of one press; without it, and without `appId`, one line stands for all of them. */
  batchId?: string;
}

export interface ReadableActivityLog extends ActivityLog {
  /** Newest first. A line cut by a crash is left out. */
  read(p: ActivityQuery): Promise<LoggedActivity[]>;
  /** Null: there is no such line (any more). */
  find(id: string): Promise<LoggedActivity | null>;
  /** The player called what a line did right. */
  confirm(id: string): Promise<void>;
  /** Newest first, until `isEnough` says so. */
  walk(visit: (line: LoggedActivity) => "go-on" | "enough"): Promise<void>;
  /** Why the log could not be read or written last; null: it could. */
  unreadable(): string | null;
  /** Reads a little of it, for `unreadable` to be known. */
  check(): Promise<void>;
}

/**
 * JSON lines that are only ever appended to, in at most two files. The same failure, or question, over and over is one
 * line, over a restart too.
 */
export function createActivityLog(deps: ActivityDeps, path: string): ReadableActivityLog {
  let tail: Promise<unknown> = Promise.resolve();
  const repeats = createRepeats(eachLine);
  let trouble: string | null = null;

  async function noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      const done = await work();
      trouble = null;
      return done;
    } catch (error) {
      trouble = error instanceof FileError ? error.message : "defect: the log has it";
      throw error;
    }
  }

  async function write(entry: ActivityEntry): Promise<string> {
    const atMs = Math.round(deps.clock.now());
    const again = await repeats.before(entry);
    if (again !== null) {
      await append([{ again, atMs }]);
      return again;
    }
    const id = entry.id ?? deps.newId();
    await append([{ ...entry, id, atMs }]);
    repeats.note(entry, id);
    return id;
  }

  async function writeAll(entries: ActivityEntry[]): Promise<void> {
    const atMs = Math.round(deps.clock.now());
    for (let from = 0; from < entries.length; from += linesPerWrite) {
      const some = entries.slice(from, from + linesPerWrite);
      const named = some.map((entry) => ({ ...entry, id: entry.id ?? deps.newId(), atMs }));
      await append(named);
      for (const entry of named) repeats.note(entry, entry.id);
    }
  }

  const append = (lines: ActivityLine[]) => appendLines(deps.disk, path, lines);

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  }

  const walk: ReadableActivityLog["walk"] = (visit) => noting(() => walkAll(visit));

  async function walkAll(visit: Parameters<ReadableActivityLog["walk"]>[0]): Promise<void> {
    await tail;
    const reading = createReading();
    await eachLine((line) => {
      const read = reading.read(line);
      return read === null ? "go-on" : visit(read);
    });
  }

  async function eachLine(visit: (line: ActivityLine) => "go-on" | "enough"): Promise<void> {
    for (const file of [path, `${path}.old`]) {
      for await (const text of linesBackwards(deps.disk, file)) {
        const line = decodeLine(text);
        if (line && visit(line) === "enough") return;
      }
    }
  }

  return {
    append: (entry) => inTurn(() => noting(() => write(entry))),
    appendAll: (entries) => inTurn(() => noting(() => writeAll(entries))),
    walk,

    confirm: (id) => inTurn(() => append([{ confirms: id, atMs: Math.round(deps.clock.now()) }])),

    async read({ limit, before, appId, batchId }) {
      const found: LoggedActivity[] = [];
      let isOlder = before === undefined;
      await walk((line) => {
        const isAsked = isOlder && isOf(line, { appId, batchId });
        isOlder ||= line.id === before;
        if (isAsked) found.push(line);
        return found.length >= limit ? "enough" : "go-on";
      });
      return found;
    },

    async find(id) {
      let found: LoggedActivity | null = null;
      await walk((line) => {
        if (line.id === id) found = line;
        return found ? "enough" : "go-on";
      });
      return found;
    },

    unreadable: () => trouble,
    async check() {
      await walk(() => "enough").catch((error) => {
        if (error instanceof FileError) return;
        deps.log.error("The activity could not be read.", { error: describeDefect(error) });
      });
    },
  };
}

async function appendLines(disk: Disk, path: string, lines: ActivityLine[]): Promise<void> {
  const size = (await disk.stat(path))?.sizeBytes ?? 0;
  if (size > rotateAtBytes) await disk.rename(path, `${path}.old`);
  // The leading line end closes a line that a crash has cut.
  const text = lines.map((line) => `\n${JSON.stringify(line)}`).join("");
  await disk.append(path, new TextEncoder().encode(text));
}

/** A game's own lines are told one by one; where all games are, one line stands for a batch. */
function isOf(line: LoggedActivity, p: { appId: AppId | undefined; batchId: string | undefined }): boolean {
  if (p.batchId !== undefined) return line.batchId === p.batchId;
  if (p.appId !== undefined) return line.batchSize === null && line.appIds.includes(p.appId);
  return line.batchId === null;
}
