import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { fixedToken } from "../../backend/core/token-source.ts";
import type { DeviceId, RomId, Sha256, Slot } from "../../backend/core/vocabulary.ts";
import { createFileHashing } from "../../backend/files/file-hashing.ts";
import { createKeptCopies } from "../../backend/history/kept-copies.ts";
import { createRealClock } from "../../backend/machine/clock.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { createRealHttp } from "../../backend/machine/real-http.ts";
import { createRomm } from "../../backend/romm/client.ts";
import { stageRow } from "../../backend/sync/move/stage.ts";
import { readFileChunks } from "../../backend/work/read-file-chunks.ts";
import { account } from "../documents/setup.ts";

/*
 * One transfer by a process that does nothing else: the backend's client, disk, kept copies and staging, without its
 * RPC. The job is the only argument; the only line out is `{ms, wholeMs, peakBytes}`.
 */
const job = v.parse(
  v.object({
    origin: v.string(),
    folder: v.string(),
    /** What is uploaded; absent: `saveId` is downloaded. */
    path: v.exactOptional(v.string()),
    saveId: v.exactOptional(v.number()),
  }),
  JSON.parse(process.argv[2] ?? ""),
);

const { signal } = new AbortController();
const silent = { error() {}, warn() {}, info() {}, debug() {} };
const disk = createRealDisk();
const clock = createRealClock();
const hashing = createFileHashing(disk);
const keptCopies = createKeptCopies(
  { disk, clock, newId: randomUUID, ...hashing },
  join(job.folder, "history"),
);
const http = createRealHttp({ userAgent: "Savepoint/bench" });
const romm = createRomm({ http, clock, log: silent, origin: job.origin, tokens: fixedToken("rmm_bench") });
const romId = 1 as RomId;
const deviceId = "bench" as DeviceId;
const slot = "autosave" as Slot;
const done = job.path === undefined ? await download() : await upload(job.path);
http.close();
process.stdout.write(`${JSON.stringify({ ...done, peakBytes: readPeakBytes() })}\n`);
process.exit(0);

/** As the engine does it: the file is hashed, copied aside and synced, and the copy is sent. `ms`: the sending. */
async function upload(path: string) {
  const start = performance.now();
  const hashed = await hashing.hashFile(path, signal);
  if (hashed === null) throw new Error(`Nothing stands at ${path}.`);
  const hashedAt = performance.now();
  const copy = await keep(path, hashed.sha256);
  const kept = performance.now();
  const row = await romm.saves.uploadSave(
    {
      ...{ romId, deviceId, slot, emulator: "retroarch", fileName: "Game.srm" },
      ...{ overwrite: false, autocleanupLimit: null },
      content: { sizeBytes: copy.sizeBytes, chunks: readFileChunks(disk, copy.path) },
    },
    signal,
  );
  const end = performance.now();
  if (row.sizeBytes !== (await stat(path)).size) throw new Error("The server got another length.");
  return { ms: end - kept, wholeMs: end - start, stages: { hash: hashedAt - start, keep: kept - hashedAt } };
}

function keep(path: string, expected: Sha256) {
  const location = { kind: "file", path, emulator: "retroarch" } as const;
  return keptCopies.keep({
    ...{ path, expected, accountId: account, romId, slot, location },
    ...{ reason: "sent", signal },
  });
}

/** Staged beside the save file, synced, its length and hash compared with the listing's. */
async function download() {
  const row = (await romm.saves.listSaves({ romId, deviceId }, signal)).find(({ id }) => id === job.saveId);
  if (row === undefined) throw new Error(`There is no save ${job.saveId}.`);
  const start = performance.now();
  const session = { accountId: account, deviceId, server: romm.saves };
  const deps = { disk, newId: randomUUID, ...hashing };
  await stageRow({ deps, session }, join(job.folder, "Game.srm"), row, signal);
  const ms = performance.now() - start;
  return { ms, wholeMs: ms, stages: {} };
}

function readPeakBytes(): number {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(peak) * 1024;
}
