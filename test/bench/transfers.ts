import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { hashFile } from "../../backend/files/hash-file.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import type { Line } from "./measure.ts";
import { type Finished, startTransferWorld, type TransferWorld, writeSave } from "./transfers-world.ts";

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
const hashRounds = 11;
const transferRounds = 5;
const longestGrowthBytes = 16 * mebibyte;

/**
 * Hashing against `md5sum`, transfers against `curl` over one plain server of the two routes (`transfers-server.ts`),
 * and what they take of memory. Both sides of an upload read from the disk's cache; the budget names the sending of
 * bytes that are hashed and kept already, and the whole act stands in the line below it. A download is the whole act.
 */
export async function benchTransfers(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  try {
    const lines = (await isInstalled("md5sum")) ? [await benchHashing(folder)] : [];
    if (!(await isInstalled("curl"))) {
      console.log("transfers: not measured, because curl is not installed here.");
      return lines;
    }
    const world = await startTransferWorld(folder);
    try {
      return [...lines, ...(await benchSizes(world, folder))];
    } finally {
      await world.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isInstalled(program: string): Promise<boolean> {
  return await run(program, ["--version"]).then(
    () => true,
    () => false,
  );
}

async function benchHashing(folder: string): Promise<Line> {
  const path = join(folder, "save");
  await writeSave(path, 64 * mebibyte);
  const { signal } = new AbortController();
  const pairs: Pair[] = [];
  for (let round = 0; round < hashRounds; round++) {
    const ms = await timed(() => hashFile(createRealDisk(), path, signal));
    pairs.push({ ms, againstMs: await timed(() => run("md5sum", [path])) });
  }
  return toLine({ what: "hash 64 MiB (SHA-256 and MD5)", against: "md5sum", pairs, atLeast: 0.9 });
}

async function benchSizes(world: TransferWorld, folder: string): Promise<Line[]> {
  const small = await benchSize(world, { folder, sizeMib: 64, rounds: 1 });
  const large = await benchSize(world, { folder, sizeMib: 512, rounds: transferRounds });
  const whole = large.up.map(({ wholeMs, programsMs }) => ({ ms: wholeMs, againstMs: programsMs }));
  return [
    toLine({
      what: "upload 512 MiB (the kept copy, sent)",
      against: "curl -F",
      pairs: large.up,
      atLeast: 0.8,
    }),
    toLine({
      what: "  hashed, kept, synced and sent",
      against: "md5sum, cp, sync, curl -F",
      pairs: whole,
      atLeast: null,
    }),
    toLine({
      what: "download 512 MiB (staged, hashed, synced)",
      against: "curl | tee | md5sum",
      pairs: large.down,
      atLeast: 0.8,
    }),
    toMemoryLine("peak memory of an upload, 512 MiB", large.up, small.up),
    toMemoryLine("peak memory of a download, 512 MiB", large.down, small.down),
  ];
}

interface Pair {
  ms: number;
  againstMs: number;
}

type Transfer = Finished & Pair;

async function benchSize(
  world: TransferWorld,
  { folder, sizeMib, rounds }: { folder: string; sizeMib: number; rounds: number },
): Promise<{ up: (Transfer & { programsMs: number })[]; down: Transfer[] }> {
  const path = join(folder, "save");
  const up: (Transfer & { programsMs: number })[] = [];
  const down: Transfer[] = [];
  await writeSave(path, sizeMib * mebibyte);
  for (let round = 0; round < rounds; round++) {
    const sent = await world.upload(path);
    const againstMs = await world.uploadByCurl(path);
    up.push({ ...sent, againstMs, programsMs: await world.uploadByPrograms(path) });
    await run("sync"); // What the uploads left for the disk to write is not the download's to wait for.
    down.push({ ...(await world.download(sizeMib)), againstMs: await world.downloadByCurl(sizeMib) });
  }
  return { up, down };
}

function toLine(p: { what: string; against: string; pairs: Pair[]; atLeast: number | null }): Line {
  const ratio = median(p.pairs.map(({ ms, againstMs }) => againstMs / ms));
  const measured = `median of ${p.pairs.length}: ${ratio.toFixed(2)} x its speed, load ${loadavg()[0]?.toFixed(1)}`;
  return {
    what: p.what,
    ms: median(p.pairs.map(({ ms }) => ms)),
    against: p.against,
    againstMs: median(p.pairs.map(({ againstMs }) => againstMs)),
    budget:
      p.atLeast === null
        ? { words: measured, isKept: null }
        : { words: `>= ${p.atLeast} x; ${measured}`, isKept: ratio >= p.atLeast },
  };
}

function toMemoryLine(what: string, large: Transfer[], small: Transfer[]): Line {
  const [peak, ground] = [large, small].map((all) => Math.max(...all.map(({ peakBytes }) => peakBytes)));
  const growth = (peak ?? Number.NaN) - (ground ?? Number.NaN);
  return {
    what,
    unit: "MiB",
    ms: (peak ?? Number.NaN) / mebibyte,
    against: "64 MiB",
    againstMs: (ground ?? Number.NaN) / mebibyte,
    budget: {
      words: `<= ${longestGrowthBytes / mebibyte} MiB on top`,
      isKept: growth <= longestGrowthBytes,
    },
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
