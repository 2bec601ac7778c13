import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as v from "valibot";
import type { BackendProcess } from "./backend-process.ts";
import { inTurn, type Line } from "./measure.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";
import { startSynced, syncAll } from "./synced.ts";

const shortcutCount = 1000;
const changedCount = 200;
const statusBudgetMs = 50;
const roundTripMs = 50;
const connections = 4;
const slack = 1.3;
const requestBudget = 210;
const keptCount = 50;
const manyRows = 2000;
const shareBudget = 0.1;
const rounds = 11;
/** Younger files are hashed again, for a second write may leave their time as it is. */
const settledMs = 2500;

/** The bundled backend with a thousand synced shortcuts: their statuses, and a sync of those that changed. */
export async function benchEngine(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  const romm = await startStandIn(join(folder, "romm"));
  try {
    return [
      await benchKept(romm, join(folder, "kept")),
      await benchStatuses(romm, join(folder, "many")),
      await benchChanged(romm, join(folder, "changed")),
      await benchScanning(romm, folder),
      await benchKeptAmong(romm, { folder: join(folder, "among"), rows: manyRows }),
    ];
  } finally {
    await romm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What RomM is asked for after a run is work of its own. */
async function untilShown(backend: BackendProcess): Promise<void> {
  while ((await backend.call("listShortcuts", {})).some(({ isStored }) => !isStored)) await wait(settledMs);
}

/** As the panel waits for it: with the answer's way through the pipe. */
async function benchStatuses(romm: StandIn, folder: string): Promise<Line> {
  const { backend } = await startSynced(romm, { folder, count: shortcutCount });
  await untilShown(backend);
  await wait(settledMs);
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const shortcuts = await backend.call("listShortcuts", {});
    // The first round reads and hashes the files.
    if (round > 0) times.push(performance.now() - start);
    const synced = shortcuts.filter(({ status }) => status.kind === "synced").length;
    if (synced !== shortcutCount) throw new Error(`${synced} of ${shortcutCount} shortcuts are synced.`);
  }
  await backend.stop();
  const [ms, slowest] = [times.sort((a, b) => a - b)[Math.floor(rounds / 4)], times.at(-1)];
  return {
    ...{ what: `statuses of ${shortcutCount} shortcuts, hashes cached`, ms: ms ?? Number.NaN },
    ...{ against: "slowest", againstMs: slowest ?? Number.NaN },
    budget: { words: `<= ${statusBudgetMs} ms`, isKept: (ms ?? Number.NaN) <= statusBudgetMs },
  };
}

async function benchChanged(romm: StandIn, folder: string): Promise<Line> {
  const { backend, write } = await startSynced(romm, { folder, count: changedCount });
  for (let number = 0; number < changedCount; number++) write(number, "played on");
  await romm.tell({ fault: "slow", options: { route: "* /api/**", ms: roundTripMs } });
  const before = await romm.countRequests();
  const start = performance.now();
  const report = await syncAll(backend);
  const ms = performance.now() - start;
  const requests = (await romm.countRequests()) - before;
  await romm.tell({ clear: "slow" });
  await backend.stop();
  const sent = report.lines.filter(
    ({ direction, outcome }) => direction === "up" && outcome === "done",
  ).length;
  if (sent !== changedCount) throw new Error(`${sent} of ${changedCount} changed saves were sent.`);
  const leastMs = (requests / connections) * roundTripMs;
  return {
    what: `sync of ${changedCount} changed saves, ${roundTripMs} ms away`,
    ms,
    against: `${requests} / ${connections} x ${roundTripMs} ms`,
    againstMs: leastMs,
    budget: {
      words: `<= ${slack} x; ${(ms / leastMs).toFixed(2)} x; ${requests} requests of ${requestBudget}`,
      isKept: ms <= slack * leastMs && requests <= requestBudget,
    },
  };
}

/**
 * What looking at all processes and open files takes of the main thread, told from two syncs of as many saves: one with
 * this machine's processes, one with none.
 */
async function benchScanning(romm: StandIn, folder: string): Promise<Line> {
  const none = join(folder, "no-processes");
  mkdirSync(none, { recursive: true });
  const cpuOf = async (name: string, environment: Record<string, string>) => {
    const { backend, write } = await startSynced(romm, {
      ...{ folder: join(folder, name), count: changedCount, environment },
    });
    for (let number = 0; number < changedCount; number++) write(number, "played on");
    const before = mainThreadMs(backend.pid);
    await syncAll(backend);
    const ms = mainThreadMs(backend.pid) - before;
    await backend.stop();
    return ms;
  };
  const againstMs = await cpuOf("unscanned", { SAVEPOINT_PROC_ROOT: none });
  const ms = await cpuOf("scanned", {});
  const share = Math.max(0, 1 - againstMs / ms);
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length;
  return {
    ...{
      what: `main thread, sync of ${changedCount} changed saves`,
      ms,
      against: "without processes",
      againstMs,
    },
    budget: {
      words: `<= ${shareBudget * 100} % for looking at ${processes} processes; ${Math.round(share * 100)} %`,
      isKept: share <= shareBudget,
    },
  };
}

/** Of its first thread, by the kernel's ticks of 10 ms. */
function mainThreadMs(pid: number): number {
  const [, rest = ""] = readFileSync(`/proc/${pid}/task/${pid}/stat`, "utf8").split(") ");
  const [user, system] = rest.split(" ").slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}

async function benchKeptAmong(romm: StandIn, p: { folder: string; rows: number }): Promise<Line> {
  const headers = { authorization: `Bearer ${romm.token}` };
  const listed = await fetch(`${romm.origin}/api/saves`, { headers });
  const missing = p.rows - v.parse(v.array(v.unknown()), await listed.json()).length - keptCount;
  const romId = await romm.addRom("Much played.gba");
  for (let number = 0; number < missing; number += 1) {
    const body = new FormData();
    body.set("saveFile", new Blob([`session ${number}`]), "Much played.srm");
    const url = `${romm.origin}/api/saves?rom_id=${romId}&slot=slot-${number}`;
    const answer = await fetch(url, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`A row was answered ${answer.status}.`);
    await answer.arrayBuffer();
  }
  return await benchKept(romm, p.folder);
}

/** Nothing changed, in an account that may have many saves of other games. */
async function benchKept(romm: StandIn, folder: string): Promise<Line> {
  const { backend } = await startSynced(romm, { folder, count: keptCount });
  const headers = { authorization: `Bearer ${romm.token}` };
  const list = async () => {
    const response = await fetch(`${romm.origin}/api/saves`, { headers });
    return v.parse(v.array(v.unknown()), await response.json()).length;
  };
  const rows = await list();
  const before = await romm.countRequests();
  await syncAll(backend);
  const requests = (await romm.countRequests()) - before;
  const { ms, againstMs } = await inTurn(rounds, () => syncAll(backend), list);
  await backend.stop();
  return {
    ...{ what: `nothing changed of ${keptCount} games`, ms, against: `listing all ${rows} rows`, againstMs },
    budget: { words: `<= 2 requests; ${requests}`, isKept: requests <= 2 },
  };
}
