import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as v from "valibot";
import type { SyncReport } from "../../backend/contract/saves/sync.ts";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import { inTurn, type Line } from "./measure.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

const shortcutCount = 1000;
const changedCount = 200;
const statusBudgetMs = 50;
const roundTripMs = 50;
const connections = 4;
const slack = 1.3;
const requestBudget = 210;
const keptCount = 50;
const rounds = 11;
/** Younger files are hashed again, for a second write may leave their time as it is. */
const settledMs = 2500;

/** The bundled backend with a thousand synced shortcuts: their statuses, and a sync of those that changed. */
export async function benchEngine(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  const romm = await startStandIn(join(folder, "romm"));
  try {
    return [
      await benchStatuses(romm, join(folder, "many")),
      await benchChanged(romm, join(folder, "changed")),
      await benchKept(romm, join(folder, "kept")),
    ];
  } finally {
    await romm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the panel waits for it: with the answer's way through the pipe. */
async function benchStatuses(romm: StandIn, folder: string): Promise<Line> {
  const { backend } = await startSynced(romm, { folder, count: shortcutCount });
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

/** Nothing changed, in an account that has many saves of other games. */
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

interface Synced {
  backend: BackendProcess;
  write(number: number, text: string): void;
}

/** A backend of its own whose shortcuts have all been sent once. */
async function startSynced(romm: StandIn, p: { folder: string; count: number }): Promise<Synced> {
  const saves = join(p.folder, "saves");
  mkdirSync(saves, { recursive: true });
  const pathOf = (number: number) => join(saves, `Game ${number}.srm`);
  const write = (number: number, text: string) =>
    writeFileSync(pathOf(number), `${text} ${number}\n`.repeat(300));
  const bindings = [];
  for (let number = 0; number < p.count; number++) {
    const romId = (await romm.addRom(`Game ${number}.gba`)) as RomId;
    write(number, "first");
    const save = { kind: "file", path: pathOf(number), emulator: "retroarch" } as const;
    bindings.push({ appId: (0x80000000 + number) as AppId, romId, name: `Game ${number}`, save });
  }
  const backend = startBackend(p.folder);
  const { origin, token } = romm;
  expectOk(await backend.call("connect", { origin, credentials: { kind: "token", token } }));
  expectOk(await backend.call("registerShortcuts", { bindings }));
  await syncAll(backend);
  const report = await syncAll(backend);
  const left = report.lines.filter(({ decision }) => decision !== "keep").length;
  if (left > 0) throw new Error(`${left} saves are not synced yet.`);
  return { backend, write };
}

async function syncAll(backend: BackendProcess): Promise<SyncReport> {
  return expectOk(await backend.call("syncAll", {}));
}

function expectOk<T>(outcome: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`Refused: ${JSON.stringify(outcome.error)}`);
}
