import { expect, test } from "vitest";
import type { ScanProgress } from "../../backend/contract/saves/scan.ts";
import type { LibraryRom } from "../../backend/core/match/library.ts";
import { RommError } from "../../backend/core/romm-error.ts";
import type { AccountId, AppId, RomId, SteamShortcut } from "../../backend/core/vocabulary.ts";
import type { RomLibrary } from "../../backend/ports/rom-library.ts";
import { createRecogniser } from "../../backend/shortcuts/recognise/recognise-with-files.ts";
import type { ScanDeps } from "../../backend/shortcuts/scan/deps.ts";
import { createScans } from "../../backend/shortcuts/scan/scans.ts";

test("matches stream in, each once, and the count of them is told", async () => {
  const { scans, events, ended } = setup({ names: Array.from({ length: 60 }, (_, at) => `Game ${at}.sfc`) });
  scans.start();
  await ended();
  expect(events.filter(({ matches }) => matches.length > 0).length).toBeGreaterThan(2);
  const told = events.flatMap(({ matches }) => matches.map(({ app }) => app.appId));
  expect(new Set(told).size).toBe(60);
  expect(told).toHaveLength(60);
  expect(events.map(({ done }) => done)).toEqual(events.map(({ done }) => done).sort((a, b) => a - b));
  expect(events.at(-1)).toMatchObject({ done: 60, total: 60, end: { kind: "done" }, matches: [] });
  expect(scans.current()?.matches.map(({ app }) => app.appId)).toEqual(told);
});

test("a second call joins the run under way, and after it there is a new one", async () => {
  const { scans, ended } = setup({ names: ["Game.sfc"] });
  const first = scans.start();
  expect(scans.start()).toBe(first);
  await ended();
  expect(scans.start()).not.toBe(first);
  await ended();
});

test("a run cancelled while it reads a file ends at once and keeps all that was found, also what was in doubt", async () => {
  const reading = Promise.withResolvers<void>();
  const { scans, ended } = setup({
    names: ["Sure.sfc", "Renamed.sfc", "Never read.sfc"],
    roms: ["Sure.sfc", "Renamed (USA).sfc", "Other.sfc"],
    md5: (signal) => {
      reading.resolve();
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  scans.start();
  await reading.promise;
  scans.cancel();
  const { end, matches, done } = await ended();
  expect([end, done]).toEqual([{ kind: "cancelled" }, 3]);
  expect(matches.map(({ app, certainty }) => [app.name, certainty])).toEqual([
    ["Sure.sfc", "certain"],
    ["Renamed.sfc", "likely"],
    ["Never read.sfc", "none"],
  ]);
});

test("a run cancelled while RomM answers ends without an error", async () => {
  const asked = Promise.withResolvers<void>();
  const { scans, ended } = setup({
    names: ["Game.sfc"],
    async *list(signal) {
      asked.resolve();
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new RommError("timeout", "cancelled"))),
      );
      yield [];
    },
  });
  scans.start();
  await asked.promise;
  scans.cancel();
  expect(await ended()).toMatchObject({ end: { kind: "cancelled" }, matches: [] });
});

test("an incomplete library is an error, and never a short one", async () => {
  const { scans, ended } = setup({
    names: ["Game.sfc"],
    async *list() {
      yield [toRom("Game.sfc", 0)];
      throw new RommError("offline", "gone");
    },
  });
  scans.start();
  expect(await ended()).toMatchObject({ end: { kind: "failed", error: { kind: "romm" } }, matches: [] });
});

test("without a shortcut that starts a rom, no rom is listed", async () => {
  const listed: string[] = [];
  const { scans, ended } = setup({
    names: [],
    apps: [{ appId: 1 as AppId, name: "Firefox", launch: { exe: "firefox", startDir: "", options: "" } }],
    async *list() {
      listed.push("list");
      yield [];
    },
  });
  scans.start();
  expect((await ended()).matches).toMatchObject([{ certainty: "none" }]);
  expect(listed).toEqual([]);
});

test("a defect ends the run, stands in the log with its stack, and keeps what was found", async () => {
  const { scans, logged, ended } = setup({
    names: ["Sure.sfc", "Renamed.sfc"],
    roms: ["Sure.sfc"],
    md5: () => {
      throw new TypeError("a defect");
    },
  });
  scans.start();
  expect(await ended()).toMatchObject({
    end: { kind: "failed", error: { kind: "internal" } },
    matches: [{ certainty: "certain" }],
  });
  expect(logged.join()).toContain("TypeError: a defect");
});

test("what was found for one account is not shown to another", async () => {
  const { scans, signInAs, ended } = setup({ names: ["Game.sfc"] });
  scans.start();
  await ended();
  signInAs("b#2");
  expect(scans.current()).toBeNull();
  signInAs("a#1");
  expect(scans.current()?.matches).toHaveLength(1);
});

interface Setup {
  names: string[];
  apps?: SteamShortcut[];
  roms?: string[];
  list?: (signal: AbortSignal) => AsyncIterable<LibraryRom[]>;
  md5?: (signal: AbortSignal) => Promise<string>;
}

/** Every file is of the size of every rom, so that each is worth reading. */
function setup({ names, apps, roms = names, list, md5 = async () => "nobody's" }: Setup) {
  const events: ScanProgress[] = [];
  const pages = list ?? (() => onePage(roms.map(toRom)));
  const library: RomLibrary = {
    platforms: async () => [
      { platformId: 1, platformSlug: "snes", platformFolder: "snes", platformName: "SNES" },
    ],
    async *list(_p, signal) {
      for await (const page of pages(signal))
        yield { roms: page, readCount: page.length, unreadable: 0, total: 9 };
    },
    search: async () => [],
    find: async () => null,
  };
  let ids = 0;
  let accountId = "a#1" as AccountId;
  const logged: string[] = [];
  const deps: ScanDeps = {
    store: { current: () => ({ accounts: {} }) } as unknown as ScanDeps["store"],
    session: () => ({ accountId, library }),
    readSteamShortcuts: async () => ({
      ok: true,
      value: { shortcuts: apps ?? names.map(toApp), unreadable: [] },
    }),
    contents: {
      measure: async () => ({ sizeBytes: 100, crc: null, md5: null, entries: [] }),
      md5: (_path, signal) => md5(signal),
    },
    readLastPlaces: async () => ({ places: [], unreadable: [] }),
    createRecogniser: () =>
      createRecogniser({ homeFolder: "/home/deck", retrodeck: { textsOf: async () => null } }),
    createPlaceFinder: () => async () => ({ ok: true, value: [] }),
    newId: () => `scan ${++ids}`,
    breathe: async () => {},
    progressed: (progress) => events.push(progress),
    log: { warn: () => {}, error: (_message, facts) => void logged.push(String(facts?.stack)) },
  };
  const scans = createScans(deps);
  const ended = async () => {
    await expect.poll(() => scans.current()?.end ?? null).not.toBeNull();
    const found = scans.current();
    if (!found) throw new Error("No run was started.");
    return found;
  };
  const signInAs = (id: string) => {
    accountId = id as AccountId;
  };
  return { scans, events, logged, signInAs, ended };
}

async function* onePage(roms: LibraryRom[]): AsyncIterable<LibraryRom[]> {
  yield roms;
}

function toApp(name: string, at: number): SteamShortcut {
  const options = `run org.libretro.RetroArch "/roms/snes/${name}"`;
  return { appId: (at + 1) as AppId, name, launch: { exe: "flatpak", startDir: "", options } };
}

function toRom(fsName: string, at: number): LibraryRom {
  return {
    ...{
      romId: (at + 1) as RomId,
      name: null,
      otherNames: [],
      fsName,
      isFolder: false,
      sizeBytes: 100,
      files: null,
    },
    ...{ platformSlug: "snes", platformFolder: "snes", platformName: "SNES" },
    hashes: { crc: null, md5: `md5 of ${fsName}`, sha1: null },
  };
}
