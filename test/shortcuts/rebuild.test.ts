import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { ShortcutBinding } from "../../backend/contract/saves/shortcut.ts";
import type { AppId } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { encodeShortcuts, steamEntry, type VdfTree } from "./vdf-bytes.ts";

const entry = steamEntry({ appId, name: "Game", options: 'run org.libretro.RetroArch "/roms/gba/Game.gba"' });

test("with both files gone, the account comes back by itself and one confirmation brings the registry back, moving no byte", async () => {
  const { world, deck } = await setupPlayedDeck();
  const rowsBefore = world.rows();
  await putShortcuts(deck, [entry]);
  await loseState(deck, { withSnapshots: true });
  const reborn = await deck.restart();
  await untilConnected(reborn);
  expect((await reborn.api.getOverview({})).shortcuts).toEqual([]);

  const matches = expectOk(await reborn.api.scanShortcuts({}));
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
  expect(expectOk(await reborn.api.scanShortcuts({}))).toMatchObject([{ isRegistered: true, binding: null }]);
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
  const [match] = expectOk(await reborn.api.scanShortcuts({}));
  expect(match?.candidates.map(({ romId }) => romId)).toEqual([world.romId]);
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
    steamEntry({ appId: 11, name: "New", options: '"/roms/New.gba"' }),
    steamEntry({ appId: 12, name: "Twice", options: '"/roms/Twice.zip"' }),
    steamEntry({ appId: 13, name: "Firefox", options: "run org.mozilla.firefox" }),
  ]);
  const before = deck.state.store.current();
  const [fresh, twice, none] = expectOk(await deck.api.scanShortcuts({}));
  expect(fresh).toMatchObject({ candidates: [{ romId: id }], save: { reason: "never-seen" }, binding: null });
  expect(twice).toMatchObject({ save: { reason: "several-matches" }, binding: null });
  expect(twice?.candidates.map((rom) => rom.platformSlug).sort()).toEqual(["gb", "gbc"]);
  expect(none).toMatchObject({ candidates: [], save: { reason: "no-match" }, binding: null });
  expect(deck.state.store.current()).toBe(before);
});

test("given shortcuts are matched without Steam's files; damaged files and a silent RomM are errors", async () => {
  const world = await setupWorld();
  const deck = await world.deck("one");
  const launch = { exe: "retroarch", startDir: "", options: '"/roms/Game.gba"' };
  const apps = [{ appId: 21 as AppId, name: "Mine", launch }];
  expect(expectOk(await deck.api.scanShortcuts({ apps }))).toMatchObject([
    { candidates: [{ romId: world.romId }] },
  ]);
  expect(await deck.api.scanShortcuts({})).toMatchObject({ ok: false, error: { kind: "steam-not-found" } });
  const path = await putShortcuts(deck, [entry]);
  await writeFile(path, encodeShortcuts([entry]).subarray(0, 50));
  expect(await deck.api.scanShortcuts({})).toMatchObject({
    ok: false,
    error: { kind: "steam-unreadable", path },
  });
  await world.romm.stop();
  expect(await deck.api.scanShortcuts({ apps })).toMatchObject({ ok: false, error: { kind: "romm" } });
  await deck.api.disconnect({});
  expect(await deck.api.scanShortcuts({ apps })).toEqual({ ok: false, error: { kind: "signed-out" } });
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

async function putShortcuts(deck: EngineDeck, entries: VdfTree[]): Promise<string> {
  const path = join(folderOf(deck), "home/.local/share/Steam/userdata/77/config/shortcuts.vdf");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, encodeShortcuts(entries));
  return path;
}

async function loseState(deck: EngineDeck, { withSnapshots }: { withSnapshots: boolean }): Promise<void> {
  await deck.state.settled();
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
