import { appendFile, mkdir, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Log, LogFacts } from "./log.ts";

const rotateAtBytes = 1024 * 1024;

export interface FileLog extends Log {
  /** When all that was said by now is in the file, as far as it can be. */
  flushed(): Promise<void>;
}

/** A log of at most two files of 1 MiB. What cannot be written is dropped: a full disk must not stop a sync. */
export function createFileLog(path: string, now: () => number): FileLog {
  let tail: Promise<void> = mkdir(dirname(path), { recursive: true }).then(ignore, ignore);
  const at =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      const time = new Date(now()).toISOString();
      const rest = Object.keys(facts).length === 0 ? "" : ` ${JSON.stringify(facts)}`;
      tail = tail.then(() => write(path, `${time} ${level} ${message}${rest}\n`)).catch(ignore);
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug"), flushed: () => tail };
}

async function write(path: string, line: string): Promise<void> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > rotateAtBytes) await rename(path, `${path}.1`);
  await appendFile(path, line, { mode: 0o600 });
}

function ignore(): void {}
