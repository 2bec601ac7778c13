import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { RomId, SaveId, Sha256, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { hashFile } from "../../backend/files/hash-file.ts";
import { createKeptCopies } from "../../backend/history/kept-copies.ts";
import { createRealClock } from "../../backend/machine/clock.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { createRealHttp } from "../../backend/machine/real-http.ts";
import { createRomm } from "../../backend/romm/client.ts";
import type { SyncDeps } from "../../backend/sync/deps.ts";
import { createPostTimes } from "../../backend/sync/post-times.ts";
import { readFileChunks } from "../../backend/sync/unit/chunks.ts";
import type { Work } from "../../backend/sync/unit/record.ts";
import { proveRow } from "../../backend/sync/unit/stage.ts";
import { account } from "../documents/setup.ts";

/*
 * One transfer by a process that does nothing else: the backend's client, disk and staging, without its RPC. The job
 * is the only argument; the only line out is `{saveId, ms, peakBytes}`.
 */
const job = v.parse(
  v.object({
    origin: v.string(),
    token: v.string(),
    romId: v.number(),
    folder: v.string(),
    /** Uploaded under this slot's name. */
    slot: v.string(),
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
const http = createRealHttp({ userAgent: "Savepoint/bench" });
const romm = createRomm({ http, clock, log: silent, origin: job.origin, token: job.token });
const { deviceId } = await romm.devices.register(
  {
    ...{ name: "Bench", platform: "Linux", client: "Savepoint", clientVersion: "0.0.0" },
    ...{ hostname: "savepoint-bench", resetSyncs: false, allowDuplicate: false },
  },
  signal,
);
const romId = job.romId as RomId;
const done = job.path === undefined ? await download() : await upload(job.path);
http.close();
process.stdout.write(`${JSON.stringify({ ...done, peakBytes: readPeakBytes() })}\n`);

/** Timed is what `curl` does too; the kept copy that goes before it in the product only counts for the memory. */
async function upload(path: string) {
  const hashed = await hashFile(disk, path, signal);
  if (hashed === null) throw new Error(`Nothing stands at ${path}.`);
  const copy = await keep(path, hashed.sha256);
  const start = performance.now();
  const row = await romm.saves.uploadSave(
    {
      ...{ romId, deviceId, slot: job.slot as Slot, emulator: "retroarch", fileName: "Game.srm" },
      ...{ overwrite: false, autocleanupLimit: null },
      content: { sizeBytes: copy.sizeBytes, chunks: readFileChunks(disk, copy.path) },
    },
    signal,
  );
  const ms = performance.now() - start;
  if (row.sizeBytes !== (await stat(path)).size) throw new Error("RomM stored another length.");
  return { saveId: row.id, ms };
}

function keep(path: string, expected: Sha256) {
  const location = { kind: "file", path, emulator: "retroarch" } as const;
  return keptCopies().keep({
    ...{ path, expected, accountId: account, romId, slot: job.slot as Slot, location },
    ...{ reason: "sent", signal },
  });
}

/** Staged, synced and hashed as before it is put in place. */
async function download() {
  const saveId = job.saveId as SaveId;
  const row = (await romm.saves.listSaves({ romId, deviceId }, signal)).find(({ id }) => id === saveId);
  if (row === undefined) throw new Error(`RomM has no save ${saveId}.`);
  const start = performance.now();
  await proveRow(createWork(), row, join(job.folder, "Game.srm"), signal);
  return { saveId, ms: performance.now() - start };
}

function keptCopies() {
  const hash = (path: string) => hashFile(disk, path, signal);
  return createKeptCopies({ disk, clock, hashFile: hash, newId: randomUUID }, join(job.folder, "history"));
}

function createWork(): Work {
  const session = { accountId: account, deviceId, server: romm.saves, trustsZipHashes: true };
  const deps: SyncDeps = {
    store: { current: unused, update: unused },
    session: () => session,
    ...{ disk, clock, log: silent, keptCopies: keptCopies(), newId: randomUUID },
    hashFile: (path) => hashFile(disk, path, signal),
    fence: { isRunning: async () => false, isLeased: () => false },
    activity: { append: unused },
    settings: () => ({ autocleanupLimit: null }),
    changed: unused,
    notice: unused,
    progressed: unused,
  };
  return { deps, session, unitId: "bench" as UnitId, postTimes: createPostTimes(clock), purpose: "run" };
}

function unused(): never {
  throw new Error("Staging has no use for this.");
}

function readPeakBytes(): number {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(peak) * 1024;
}
