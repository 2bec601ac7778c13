import { appendFile, mkdir, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { asText, type LogEntry, type LogFormat } from "./log-line.ts";
import { createScopedLog, type ScopedLog } from "./scoped-log.ts";

const rotateAtBytes = 2 * 1024 * 1024;
/** Beside the one that is written. */
const keptFiles = 2;

export interface FileLog extends ScopedLog {
  /** When all that was said by now is in the file, as far as it can be. */
  flushed(): Promise<void>;
}

/**
 * A log of at most three files of 2 MiB: `path`, `path.1`, `path.2`. What cannot be written is dropped: a full disk must
 * not stop a sync. What was said while a write was under way goes out together.
 */
export function createFileLog(path: string, now: () => number, format: LogFormat = asText): FileLog {
  let tail: Promise<void> = mkdir(dirname(path), { recursive: true, mode: 0o700 }).then(ignore, ignore);
  let waiting: string[] = [];

  function write(entry: LogEntry): void {
    waiting.push(format(entry));
    if (waiting.length > 1) return;
    tail = tail.then(async () => {
      const text = waiting.join("");
      waiting = [];
      await append(path, text).catch(ignore);
    });
  }

  return { ...createScopedLog(write, now), flushed: () => tail };
}

async function append(path: string, text: string): Promise<void> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > rotateAtBytes) await rotate(path);
  await appendFile(path, text, { mode: 0o600 });
}

async function rotate(path: string): Promise<void> {
  for (let number = keptFiles; number > 1; number--) {
    await rename(`${path}.${number - 1}`, `${path}.${number}`).catch(ignore);
  }
  await rename(path, `${path}.1`);
}

function ignore(): void {}
