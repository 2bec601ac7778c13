import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as v from "valibot";
import type { Scan } from "../../backend/contract/saves/scan.ts";
import type { AppId, SteamShortcut } from "../../backend/core/vocabulary.ts";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import type { Line } from "./measure.ts";
import { type StandIn, startStandIn } from "./stand-in.ts";

const romCount = 20_000;
const shortcutCount = 500;
const besideBudgetMs = 1000;
/** As much as RomM tells of a game beside what is needed. */
const summary = "A game of which much was written. ".repeat(120);

/** 500 shortcuts against a RomM of 20,000 roms, by names alone: the files of the shortcuts are not on this machine. */
export async function benchScan(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  const romm = await startStandIn(join(folder, "romm"));
  try {
    for (let number = 0; number < romCount; number++) await romm.tell({ rom: { ...romOf(number), summary } });
    const backend = startBackend(join(folder, "deck"));
    const { origin, token } = romm;
    const connected = await backend.call("connect", { origin, credentials: { kind: "token", token } });
    if (!connected.ok) throw new Error(`Refused: ${JSON.stringify(connected.error)}`);
    const before = peakMib(backend.pid);
    const earlier = await listRequests(romm);
    const start = performance.now();
    const scan = await runScan(backend);
    const ms = performance.now() - start;
    const requests = (await listRequests(romm)).slice(earlier.length);
    const peak = peakMib(backend.pid);
    await backend.stop();
    const fetchMs = await fetchAgain(romm, requests);
    return judge({ scan, ms, fetchMs, requests: requests.length, peak, before });
  } finally {
    await romm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  scan: Scan;
  ms: number;
  fetchMs: number;
  requests: number;
  peak: number;
  before: number;
}

function judge({ scan, ms, fetchMs, requests, peak, before }: Measured): Line[] {
  const certain = scan.matches.filter(({ certainty }) => certainty === "certain").length;
  const likely = scan.matches.filter(({ certainty }) => certainty === "likely").length;
  const found = `${requests} requests, ${scan.romsDone} roms; ${certain} certain, ${likely} likely`;
  return [
    {
      ...{ what: `scan of ${shortcutCount} shortcuts, RomM of ${romCount} roms`, ms },
      ...{ against: "the same pages, unread", againstMs: fetchMs },
      budget: { words: `<= ${besideBudgetMs} ms beside; ${found}`, isKept: ms - fetchMs <= besideBudgetMs },
    },
    {
      ...{
        what: "scan: highest resident memory",
        unit: "MiB",
        ms: peak,
        against: "before",
        againstMs: before,
      },
      budget: { words: "given back afterwards", isKept: null },
    },
  ];
}

async function runScan(backend: BackendProcess): Promise<Scan> {
  await backend.call("startScan", { apps: Array.from({ length: shortcutCount }, (_, at) => shortcutOf(at)) });
  for (;;) {
    await wait(20);
    const scan = await backend.call("getScan", {});
    if (scan?.end?.kind === "done") return scan;
    if (scan?.end) throw new Error(`The scan ended with ${JSON.stringify(scan.end)}.`);
  }
}

const logged = v.object({ method: v.string(), path: v.string(), query: v.string() });

async function listRequests(romm: StandIn) {
  return v.parse(v.object({ requests: v.array(logged) }), await romm.tell({ requests: true })).requests;
}

/** What RomM alone takes for them, one after the other. */
async function fetchAgain(romm: StandIn, requests: v.InferOutput<typeof logged>[]): Promise<number> {
  const start = performance.now();
  for (const { path, query } of requests) {
    const url = `${romm.origin}${path}${query === "" ? "" : `?${query.replace(/^\?/, "")}`}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${romm.token}` } });
    await answer.arrayBuffer();
  }
  return performance.now() - start;
}

const platforms = [
  "snes",
  "nes",
  "gb",
  "gbc",
  "gba",
  "n64",
  "nds",
  "psx",
  "ps2",
  "psp",
  "saturn",
  "gamegear",
];
const firsts = ["Silent", "Golden", "Iron", "Crystal", "Shadow", "Star", "Dragon", "Secret", "Last", "Lost"];
const seconds = [
  "Valley",
  "Sword",
  "Kingdom",
  "Racer",
  "Legend",
  "Hunter",
  "Garden",
  "Tower",
  "Voyage",
  "Moon",
];
const regions = ["(USA)", "(Europe)", "(Japan)", "(USA) (Rev 1)"];

/** Every title comes in four editions. */
function romOf(number: number) {
  const title = Math.floor(number / regions.length);
  const platform = platforms[title % platforms.length] ?? "snes";
  const words = [
    firsts[title % 10],
    seconds[Math.floor(title / 10) % 10],
    String(Math.floor(title / 100) + 1),
  ];
  return { platform, fsName: `${words.join(" ")} ${regions[number % regions.length]}.chd` };
}

/** Of ten, eight bear RomM's names, one was renamed, and one is not there. */
function shortcutOf(at: number): SteamShortcut {
  const { platform, fsName } = romOf(at * 37);
  const name =
    at % 10 === 8 ? fsName.replace(/ \(.*\)/, "") : at % 10 === 9 ? `Absent ${at} (USA).chd` : fsName;
  const path = `/run/media/mmcblk0p1/Emulation/roms/${platform}/${name}`;
  const launch = { exe: `"/usr/bin/flatpak"`, startDir: "", options: `run org.libretro.RetroArch "${path}"` };
  return { appId: (0x80000000 + at) as AppId, name, launch };
}

function peakMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
