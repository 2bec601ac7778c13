import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { AppId } from "../../backend/core/vocabulary.ts";
import { zipBytes } from "../files/zip-bytes.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { homeOf, putShortcuts, scan } from "./scan-by.ts";
import { encodeShortcuts, steamEntry } from "./vdf-bytes.ts";

const retroarch = (path: string) => `run org.libretro.RetroArch -L /cores/snes9x_libretro.so "${path}"`;

test("given shortcuts are matched without Steam's files", async () => {
  const { world, deck } = await setupDeck();
  const launch = { exe: "retroarch", startDir: "", options: '"/roms/gba/Game.gba"' };
  const { matches, end } = await scan(deck, [{ appId: 21 as AppId, name: "Mine", launch }]);
  expect(end).toEqual({ kind: "done" });
  expect(matches).toMatchObject([{ certainty: "certain", candidates: [{ romId: world.romId }] }]);
});

test("what fails is told: no Steam, a damaged list alone, a silent RomM, nobody signed in", async () => {
  const { world, deck } = await setupDeck();
  const failed = async () => (await scan(deck)).end;
  expect(await failed()).toMatchObject({ kind: "failed", error: { kind: "steam-not-found" } });
  const path = await putShortcuts(deck, []);
  await writeFile(path, encodeShortcuts([steamEntry({ appId: 5, name: "A", options: "a" })]).subarray(0, 50));
  expect(await failed()).toMatchObject({ kind: "failed", error: { kind: "steam-unreadable", path } });
  await putShortcuts(deck, [steamEntry({ appId: 5, name: "A", options: retroarch("/roms/snes/A.sfc") })]);
  await world.romm.stop();
  expect(await failed()).toMatchObject({ kind: "failed", error: { kind: "romm" } });
  expect(await deck.api.searchRoms({ text: "A" })).toMatchObject({ ok: false, error: { kind: "romm" } });
  await deck.api.disconnect({});
  expect(await failed()).toEqual({ kind: "failed", error: { kind: "signed-out" } });
  expect(await deck.api.searchRoms({ text: "A" })).toEqual({ ok: false, error: { kind: "signed-out" } });
});

test("one user's damaged list is told and hides no other's, and each binding names its user", async () => {
  const { deck } = await setupDeck();
  const entry = steamEntry({ appId: 3_000_000_009, name: "G", options: retroarch("/roms/gba/Game.gba") });
  const damaged = await putShortcuts(deck, [entry], "11");
  await writeFile(damaged, encodeShortcuts([entry]).subarray(0, 60));
  await putShortcuts(deck, [entry], "22");
  const { matches, unreadable } = await scan(deck);
  expect(unreadable).toMatchObject([{ path: damaged }]);
  expect(matches).toMatchObject([{ app: { steamUser: "22" }, certainty: "certain" }]);
});

test("only the platforms that are needed are listed, in pages, and no rom by itself", async () => {
  const { world, deck } = await setupDeck();
  world.romm.addRom({ platform: "snes", fsName: "Chrono Trigger (USA).sfc" });
  world.romm.addRom({ platform: "psx", fsName: "Ape Escape (USA).chd" });
  await putShortcuts(deck, [
    steamEntry({ appId: 5, name: "C", options: retroarch("/roms/snes/Chrono Trigger (USA).sfc") }),
  ]);
  world.requests();
  const { matches, romsDone } = await scan(deck);
  expect(matches[0]?.certainty).toBe("certain");
  expect(romsDone).toBe(1);
  expect(world.requests()).toEqual(["GET /api/platforms", "GET /api/roms"]);
});

test("a file in a folder of RomM is found by a second listing, with files, of that platform alone", async () => {
  const { world, deck } = await setupDeck();
  const disc = (number: number) => `Brave Story (USA) (Disc ${number}).chd`;
  const content = { [disc(1)]: bytes("one"), [disc(2)]: bytes("two") };
  const rom = world.romm.addRom({ platform: "psx", fsName: "Brave Story - New Traveler", content });
  world.romm.addRom({ platform: "snes", fsName: "Chrono Trigger (USA).zip" });
  await putShortcuts(deck, [
    steamEntry({ appId: 5, name: "B", options: retroarch(`/roms/psx/${disc(2)}`) }),
    steamEntry({ appId: 6, name: "C", options: retroarch("/roms/snes/Chrono Trigger (USA).sfc") }),
  ]);
  world.requests();
  const { matches } = await scan(deck);
  expect(matches.find(({ app }) => app.name === "B")).toMatchObject({
    ...{ certainty: "certain", evidence: ["in-its-folder"] },
    candidates: [{ romId: rom.id }],
  });
  expect(world.requests()).toEqual(["GET /api/platforms", "GET /api/roms", "GET /api/roms"]);
});

test("renamed files are known by what they hold: one by its MD5, a zip by the checksum of its only file", async () => {
  const { world, deck } = await setupDeck();
  const plain = world.romm.addRom({
    platform: "snes",
    fsName: "Chrono Trigger (USA).sfc",
    content: bytes("chrono"),
  });
  world.romm.addRom({ platform: "snes", fsName: "Secret of Mana (USA).sfc", content: bytes("secret") });
  const packed = world.romm.addRom({
    platform: "snes",
    fsName: "Terranigma (Europe).sfc",
    content: bytes("terra"),
  });
  const [a, b, c] = ["1.sfc", "2.zip", "3.sfc"].map((name) => romPath(deck, name));
  await put(a ?? "", bytes("chrono"));
  await put(b ?? "", zipBytes([{ name: "inside.sfc", content: "terra" }]));
  await put(c ?? "", bytes("nobody"));
  await putShortcuts(
    deck,
    [a, b, c].map((path, at) =>
      steamEntry({ appId: 5 + at, name: `G${at}`, options: retroarch(path ?? "") }),
    ),
  );
  const { matches } = await scan(deck);
  const by = (name: string) => matches.find(({ app }) => app.name === name);
  expect(by("G0")).toMatchObject({ evidence: ["same-checksum"], candidates: [{ romId: plain.id }] });
  expect(by("G1")).toMatchObject({ evidence: ["same-checksum"], candidates: [{ romId: packed.id }] });
  expect(by("G2")).toMatchObject({ certainty: "none", candidates: [] });
});

test("a search finds by any words, on one platform if told, the likeliest first", async () => {
  const { world, deck } = await setupDeck();
  for (const fsName of ["Zelda II - The Adventure of Link (USA).nes", "Legend of Zelda, The (USA).nes"])
    world.romm.addRom({ platform: "nes", fsName });
  world.romm.addRom({ platform: "gb", fsName: "Legend of Zelda, The - Link's Awakening (USA).gb" });
  const search = async (p: Parameters<typeof deck.api.searchRoms>[0]) =>
    expectOk(await deck.api.searchRoms(p)).map(({ fsName }) => fsName);
  expect((await search({ text: "legend of zelda" }))[0]).toBe("Legend of Zelda, The (USA).nes");
  expect(await search({ text: "zelda link's awakening" })).toEqual(
    expect.arrayContaining(["Legend of Zelda, The - Link's Awakening (USA).gb"]),
  );
  expect((await search({ text: "link zelda" }))[0]).toContain("Link");
  expect(await search({ text: "zelda", platformSlug: "gb" })).toHaveLength(1);
  expect(await search({ text: "zelda", limit: 2 })).toHaveLength(2);
  expect(await search({ text: "zelda", platformSlug: "saturn" })).toEqual([]);
  expect(await search({ text: "  " })).toEqual([]);
});

async function setupDeck() {
  const world = await setupWorld();
  return { world, deck: await world.deck("one") };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const romPath = (deck: EngineDeck, name: string) => join(homeOf(deck), "roms/snes", name);

async function put(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
