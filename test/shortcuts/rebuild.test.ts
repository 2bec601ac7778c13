import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { ShortcutBinding } from "../../backend/contract/saves/shortcut.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { putShortcuts, scan } from "./scan-by.ts";
import { steamEntry } from "./vdf-bytes.ts";

const entry = steamEntry({ appId, name: "Game", options: 'run org.libretro.RetroArch "/roms/gba/Game.gba"' });

test("with both files gone, the account comes back by itself and one confirmation brings the registry back, moving no byte", async () => {
  const { world, deck } = await setupPlayedDeck();
  const rowsBefore = world.rows();
  await putShortcuts(deck, [entry]);
  await loseState(deck, { withSnapshots: true });
  const reborn = await deck.restart();
  await untilConnected(reborn);
  expect((await reborn.api.getOverview({})).gated).toEqual([]);

  const { matches } = await scan(reborn);
  expect(matches).toMatchObject([
    {
      app: { appId, name: "Game" },
      isRegistered: false,
      candidates: [{ romId: world.romId, fsName: "Game.gba" }],
      save: {
        kind: "last-known",
        location: { path: deck.savePath, emulator: "retroarch" },
        slot: "autosave",
      },
    },
  ]);
  await confirm(reborn, bindingsOf(matches));
  world.requests();
  expect(await reborn.sync()).toMatchObject({ decision: "adopt", outcome: "done" });
  expect(await reborn.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
  expect(world.requests().filter(isTransfer)).toEqual([]);
  expect(world.rows()).toEqual(rowsBefore);
  expect((await scan(reborn)).matches).toMatchObject([{ isRegistered: true, binding: null }]);
});

test("a save that was only ever loaded is remembered by the snapshots, which name the shortcut itself", async () => {
  const { world, deck: first } = await setupPlayedDeck();
  const deck = await world.deck("second");
  await deck.sync();
  const same = world.romm.addRom({ platform: "snes", fsName: "Game.gba" });
  await putShortcuts(deck, [entry]);
  await deck.restart(); // The start of a day keeps a snapshot.
  await loseState(deck, { withSnapshots: false });
  const reborn = await deck.restart();
  await untilConnected(reborn);
  expect((await reborn.api.getOverview({})).registry.kind).toBe("lost");
  const [match] = (await scan(reborn)).matches;
  expect(match?.candidates[0]?.romId).toBe(world.romId);
  expect(match?.candidates).not.toContainEqual(expect.objectContaining({ romId: same.id }));
  await confirm(reborn, bindingsOf(match ? [match] : []));
  world.requests();
  expect(await reborn.sync()).toMatchObject({ decision: "adopt" });
  expect(world.requests().filter(isTransfer)).toEqual([]);
  expect(await reborn.save()).toBe(await first.save());
});

test("what is not known is not guessed: no binding without one rom and one known place", async () => {
  const world = await setupWorld();
  const deck = await world.deck("one");
  const { id } = world.romm.addRom({ platform: "gba", fsName: "New.gba" });
  for (const platform of ["gb", "gbc"]) world.romm.addRom({ platform, fsName: "Twice.zip" });
  await putShortcuts(deck, [
    steamEntry({ appId: 11, name: "New", options: 'run org.libretro.RetroArch "/roms/New.gba"' }),
    steamEntry({ appId: 12, name: "Twice", options: 'run org.libretro.RetroArch "/roms/Twice.zip"' }),
    steamEntry({ appId: 13, name: "Firefox", options: "run org.mozilla.firefox" }),
  ]);
  const before = deck.state.store.current();
  const { matches } = await scan(deck);
  const of = (name: string) => matches.find(({ app }) => app.name === name);
  expect(of("New")).toMatchObject({
    ...{ certainty: "certain", candidates: [{ romId: id }] },
    ...{ save: { kind: "none", problem: { why: "settings-not-found" } }, binding: null },
  });
  expect(of("Twice")).toMatchObject({
    certainty: "likely",
    save: { reason: "several-matches" },
    binding: null,
  });
  expect(
    of("Twice")
      ?.candidates.map((rom) => rom.platformSlug)
      .sort(),
  ).toEqual(["gb", "gbc"]);
  expect(of("Firefox")).toMatchObject({ candidates: [], save: { reason: "no-match" }, binding: null });
  expect(deck.state.store.current()).toBe(before);
});

test("a shortcut that may start one of two roms gets the save of neither, though the first has one", async () => {
  const { world, deck } = await setupPlayedDeck();
  world.romm.addRom({ platform: "gba", fsName: "Game.zip" });
  const other = steamEntry({
    appId: 12,
    name: "Game",
    options: 'run org.libretro.RetroArch "/roms/Game.7z"',
  });
  await putShortcuts(deck, [entry, other]);
  const { matches } = await scan(deck);
  const match = matches.find(({ app }) => app.appId === 12);
  expect(match).toMatchObject({
    certainty: "likely",
    candidates: [{ romId: world.romId }, { fsName: "Game.zip" }],
    save: { kind: "unknown", reason: "several-matches" },
    binding: null,
  });
});

test("a known account that cannot be reached stays signed out and comes back when the server does", async () => {
  const { world, deck } = await setupPlayedDeck();
  await loseState(deck, { withSnapshots: true });
  await world.romm.faults.set("refused");
  const reborn = await deck.restart();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await reborn.api.getOverview({})).connection.kind).toBe("signed-out");
  await world.romm.faults.clear();
  world.time.elapse(31_000);
  await untilConnected(reborn);
});

test("signing out forgets a known account too", async () => {
  const { world, deck } = await setupPlayedDeck();
  await loseState(deck, { withSnapshots: true });
  await world.romm.faults.set("refused");
  const reborn = await deck.restart();
  await reborn.api.disconnect({});
  await world.romm.faults.clear();
  world.requests();
  const again = await reborn.restart();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await again.api.getOverview({})).connection.kind).toBe("signed-out");
  expect(world.requests()).toEqual([]);
});

async function setupPlayedDeck() {
  const world = await setupWorld();
  const deck = await world.deck("one");
  await deck.play("one");
  await deck.sync();
  return { world, deck };
}

function folderOf(deck: EngineDeck): string {
  return dirname(dirname(deck.savePath));
}

async function loseState(deck: EngineDeck, { withSnapshots }: { withSnapshots: boolean }): Promise<void> {
  await deck.state.settled();
  deck.disk.dieAt(0); // What lost it has ended, and writes nothing beside the next process.
  const data = join(folderOf(deck), "data");
  const lost = ["state.json", "state.json.prev", ...(withSnapshots ? ["snapshots"] : [])];
  for (const name of lost) await rm(join(data, name), { recursive: true });
}

async function untilConnected(deck: EngineDeck): Promise<void> {
  await expect.poll(async () => (await deck.api.getOverview({})).connection.kind).toBe("connected");
}

function bindingsOf(matches: { binding: ShortcutBinding | null }[]): ShortcutBinding[] {
  return matches.flatMap(({ binding }) => binding ?? []);
}

async function confirm(deck: EngineDeck, bindings: ShortcutBinding[]): Promise<void> {
  expect(expectOk(await deck.api.registerShortcuts({ bindings }))).toHaveLength(1);
}

/** Bytes of a save, up or down. */
function isTransfer(request: string): boolean {
  return request === "POST /api/saves" || request.endsWith("/content");
}
