import { join } from "node:path";
import { PassThrough } from "node:stream";
import { assemble } from "./assembly/assemble.ts";
import { decodeCall } from "./assembly/params/decode-call.ts";
import { openAccessBook } from "./assembly/server-access.ts";
import { openCredentials } from "./documents/credentials.ts";
import { openSettings } from "./documents/settings.ts";
import { openStateStore } from "./documents/state-store.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { createRealClock } from "./machine/clock.ts";
import type { Disk } from "./machine/disk.ts";
import { createFileLog } from "./machine/file-log.ts";
import { watchRealFolder } from "./machine/folder-watch.ts";
import { acquireLock, LockAborted, lockNameOf } from "./machine/lock.ts";
import type { Log } from "./machine/log.ts";
import { asJson, asText } from "./machine/log-line.ts";
import { createProcesses } from "./machine/processes.ts";
import { createRealDisk } from "./machine/real-disk.ts";
import { createRealHttp } from "./machine/real-http.ts";
import { serve } from "./rpc/serve.ts";

/** More than the calls of a panel that waits for a second backend to take over. */
const waitingBytes = 4 * 1024 * 1024;

/** Serves the contract on stdin and stdout until stdin ends. stdout carries messages only; the log is a file. */
async function main(environment: Environment): Promise<void> {
  const { settingsFolder, runtimeFolder, logFolder, version } = environment;
  const clock = createRealClock();
  const disk = createRealDisk();
  const isJson = process.env.SAVEPOINT_LOG === "json";
  const logFile = join(logFolder, "backend", isJson ? "savepoint.jsonl" : "savepoint.txt");
  const log = createFileLog(logFile, clock.now, isJson ? asJson : asText);
  const bridge = new AbortController();
  // Calls wait in the pipe while the lock is not ours; the end of stdin is heard all the same.
  const input = process.stdin.pipe(new PassThrough({ highWaterMark: waitingBytes }));
  process.stdin.once("end", () => bridge.abort());
  // Decky starts a plugin twice during an update: the second one waits here until the first is gone.
  const lockName = lockNameOf(await makeRealFolder(disk, log, runtimeFolder));
  await acquireLock(lockName, { signal: bridge.signal });
  const documents = { disk, clock, log };
  const state = await openStateStore(documents, { folder: runtimeFolder });
  const settings = await openSettings(documents, { folder: settingsFolder });
  const credentials = await openCredentials(documents, { folder: settingsFolder });
  const access = await openAccessBook(documents, { folder: settingsFolder });
  const http = createRealHttp({ userAgent: `Savepoint/${version}` });
  const processes = createProcesses(environment);
  const link = { emit: (_event: string, _payload: unknown) => {} };
  const backend = assemble({
    ...{ environment, disk, clock, http, log, processes, state, settings, credentials, access },
    watchFolder: watchRealFolder,
    emit: (event, payload) => link.emit(event, payload),
    restart: () => void setTimeout(() => process.exit(0), 200), // When its answer is out; the bridge starts the next.
  });
  const served = serve({ input, output: process.stdout, api: backend.api, decode: decodeCall, log });
  link.emit = served.emit;
  log.info("The backend serves.", { version, pid: process.pid });
  backend.start();
  await served.ended;
  await state.settled();
  log.info("The backend ends.", { pid: process.pid });
  await log.flushed();
  process.exit(0);
}

/** Its path without links. Where the disk refuses, the panel is served all the same: the documents say what is wrong. */
async function makeRealFolder(disk: Disk, log: Log, folder: string): Promise<string> {
  try {
    await disk.makeFolder(folder);
    return (await disk.realPath(folder)) ?? folder;
  } catch (error) {
    log.error("The data folder cannot be used.", { folder, error: String(error) });
    return folder;
  }
}

try {
  await main(readEnvironment(process.env));
} catch (error) {
  if (error instanceof LockAborted) process.exit(0);
  throw error; // On stderr, which the bridge logs.
}
