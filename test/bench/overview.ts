import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import type { Line } from "./measure.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

const shortcutCount = 1000;
const rounds = 31;
const budgetMs = 5;
const budgetBytes = 20_000;

/** What opening the panel costs with a thousand games, each of which asks, and a run over all of them behind it. */
export async function benchOverview(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  const romm = await startStandIn(join(folder, "romm"));
  try {
    const romIds: RomId[] = [];
    for (let number = 0; number < shortcutCount; number++) {
      romIds.push((await romm.addRom(`Game ${number}.gba`)) as RomId);
    }
    const elsewhere = await startOn(romm, { folder: join(folder, "elsewhere"), romIds });
    await elsewhere.stop();
    const backend = await startOn(romm, { folder: join(folder, "here"), romIds });
    const line = await measure(backend);
    await backend.stop();
    return [line];
  } finally {
    await romm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the panel waits for it: with the answer's way through the pipe. */
async function measure(backend: BackendProcess): Promise<Line> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const overview = await backend.call("getOverview", {});
    times.push(performance.now() - start);
    bytes = JSON.stringify(overview).length;
    if (overview.needsYou.count !== shortcutCount) throw new Error(`${overview.needsYou.count} games ask.`);
  }
  times.sort((a, b) => a - b);
  const [ms, slowest] = [times[Math.floor(rounds / 2)] ?? Number.NaN, times.at(-1) ?? Number.NaN];
  return {
    ...{
      what: `overview of ${shortcutCount} shortcuts that ask`,
      ms,
      against: "slowest",
      againstMs: slowest,
    },
    budget: {
      words: `<= ${budgetMs} ms and ${budgetBytes / 1000} kB; ${(bytes / 1000).toFixed(1)} kB`,
      isKept: ms <= budgetMs && bytes <= budgetBytes,
    },
  };
}

/** A Deck of its own with a save for each rom, after a run over all of them. */
async function startOn(romm: StandIn, p: { folder: string; romIds: RomId[] }): Promise<BackendProcess> {
  const saves = join(p.folder, "saves");
  mkdirSync(saves, { recursive: true });
  const bindings = p.romIds.map((romId, number) => {
    const path = join(saves, `Game ${number}.srm`);
    writeFileSync(path, `${p.folder} ${number}\n`.repeat(300));
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    return { appId: (0x80000000 + number) as AppId, romId, name: `Game ${number}`, save };
  });
  const backend = startBackend(p.folder);
  const { origin, token } = romm;
  await backend.call("connect", { origin, credentials: { kind: "token", token } });
  await backend.call("registerShortcuts", { bindings });
  await backend.call("syncAll", {});
  return backend;
}
