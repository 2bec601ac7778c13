import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import { inTurn, type Line } from "./measure.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

const kibibyte = 1024;
const rounds = 11;
const appId = 0x80000001 as AppId;
/** Older than an exit's quiet second, and than the grain of stamps. */
const settledMs = 2500;
const budgets = { small: 5, large: 25, unchanged: 50, changed: 150 };

/** What a player waits for, against the bare requests of it: the bundled backend, one game, this machine's own processes. */
export async function benchActs(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  const romm = await startStandIn(join(folder, "romm"));
  try {
    const small = await setUpGame(romm, join(folder, "small"), 32 * kibibyte);
    const lines = [
      await benchCheck(small, { what: "launch check, 32 KiB", budgetMs: budgets.small }),
      await benchUnchanged(small),
      await benchChanged(small),
    ];
    await small.backend.stop();
    const large = await setUpGame(romm, join(folder, "large"), 8 * kibibyte * kibibyte);
    lines.push(await benchCheck(large, { what: "launch check, 8 MiB", budgetMs: budgets.large }));
    await large.backend.stop();
    return lines;
  } finally {
    await romm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Game {
  backend: BackendProcess;
  write(): void;
  /** The requests of an act without the act. */
  list(): Promise<void>;
  post(): Promise<void>;
}

/** RomM has what stands here, and nothing is left to be told. */
async function setUpGame(romm: StandIn, folder: string, sizeBytes: number): Promise<Game> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "Game.srm");
  const write = () => writeFileSync(path, randomBytes(sizeBytes));
  write();
  const romId = (await romm.addRom(`Act ${sizeBytes}.gba`)) as RomId;
  const elsewhere = await romm.addRom(`Bare ${sizeBytes}.gba`);
  const backend = startBackend(folder);
  const { origin, token } = romm;
  await backend.call("connect", { origin, credentials: { kind: "token", token } });
  const save = { kind: "file", path, emulator: "unheard-of" } as const;
  await backend.call("registerShortcuts", { bindings: [{ appId, romId, name: "Game", save }] });
  for (let time = 0; time < 2; time += 1) await backend.call("syncShortcut", { appId });
  await wait(settledMs);
  const headers = { authorization: `Bearer ${token}` };
  const read = async (response: Response) => {
    if (!response.ok) throw new Error(`A bare request was answered ${response.status}.`);
    await response.arrayBuffer();
  };
  return {
    ...{ backend, write },
    list: async () => read(await fetch(`${origin}/api/saves?rom_id=${romId}`, { headers })),
    async post() {
      const body = new FormData();
      body.set("saveFile", new Blob([randomBytes(sizeBytes)]), "Game.srm");
      const url = `${origin}/api/saves?rom_id=${elsewhere}&slot=autosave&emulator=unheard-of`;
      await read(await fetch(url, { method: "POST", headers, body }));
    },
  };
}

async function benchCheck(game: Game, p: { what: string; budgetMs: number }): Promise<Line> {
  let launches = 0;
  const check = async () => {
    launches += 1;
    const launchId = `bench-${launches}`;
    const verdict = await game.backend.call("beforeLaunch", { launchId, appId, budgetMs: 60_000 });
    if (verdict.kind !== "go") throw new Error(`A check ended with ${JSON.stringify(verdict)}.`);
    await game.backend.call("letLaunchThrough", { launchId, isCancelled: true });
  };
  await check();
  const { ms, againstMs } = await inTurn(rounds, check, game.list);
  return toLine({ ...p, ms, against: "the bare request", againstMs });
}

async function benchUnchanged({ backend }: Game): Promise<Line> {
  const exit = async () => {
    const outcome = await backend.call("appExited", { appId });
    if (!outcome.ok || outcome.value.lines[0]?.decision !== "keep") throw new Error("Not unchanged.");
  };
  await exit();
  const { ms } = await inTurn(rounds, exit, async () => {});
  const what = "exit, save unchanged and quiet";
  return toLine({ what, budgetMs: budgets.unchanged, ms, against: "no request", againstMs: 0 });
}

/** A second between the writing and the exit is the game's, not the backend's. */
async function benchChanged(game: Game): Promise<Line> {
  const times: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    game.write();
    await wait(settledMs);
    bare.push(await timed(game.post));
    times.push(
      await timed(async () => {
        const outcome = await game.backend.call("appExited", { appId });
        if (!outcome.ok || outcome.value.lines[0]?.outcome !== "done") throw new Error("Not sent.");
      }),
    );
    // What is asked before the next push, so that it is one request.
    await game.backend.call("syncShortcut", { appId });
  }
  const [ms, againstMs] = [times, bare].map((all) => all.sort((a, b) => a - b)[Math.floor(rounds / 4)]);
  return toLine({
    ...{ what: "exit, save changed and quiet", budgetMs: budgets.changed },
    ...{ ms: ms ?? Number.NaN, against: "the bare upload", againstMs: againstMs ?? Number.NaN },
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function toLine({ budgetMs, ...line }: Omit<Line, "budget"> & { budgetMs: number }): Line {
  const isKept = line.ms - line.againstMs <= budgetMs;
  return { ...line, budget: { words: `<= ${budgetMs} ms on top`, isKept } };
}
