import { expect, test } from "vitest";
import type { NewerElsewhere } from "../../../backend/contract/saves/newer-elsewhere.ts";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { rom } from "../found/matches.ts";
import { idleOverview, type Scene } from "../overviews.ts";
import { type OpenedPanel, setupPanelPages } from "./open-panel.ts";

/** What the engine knows of one game's save beside its status, and what the player can do about it, by gamepad. */

const now = Date.now();
const openPanel = setupPanelPages();
const anguna = 0x80000001;

function withAnguna(change: Partial<Shortcut>): Scene {
  const scene = idleOverview(now);
  const shortcuts = scene.shortcuts.map((each) => (each.appId === anguna ? { ...each, ...change } : each));
  return { ...scene, shortcuts };
}

const callsOf = ({ deck }: OpenedPanel, method: string) =>
  deck.calls.filter((call) => call.method === method).map(({ params }) => params);

async function openGame(scene: Scene) {
  const opened = await openPanel(scene);
  await opened.pad.goTo("Anguna");
  await opened.pad.press("a");
  await opened.page.getByTestId("page").getByText("Setup").waitFor();
  return opened;
}

async function openSetup(scene: Scene) {
  const opened = await openGame(scene);
  await opened.pad.press("r1");
  await opened.page.getByText("Save place:").waitFor();
  return opened;
}

const elsewhere = {
  kind: "file",
  path: "/run/media/deck/SD/saves/mGBA/Anguna.srm",
  emulator: "retroarch-mgba",
} as const;

test("A save that its emulator keeps elsewhere by now needs a look, and is followed with one press", async () => {
  const opened = await openGame(withAnguna({ movedTo: elsewhere }));
  const { page, pad, complaints } = opened;
  await page.getByText("elsewhere now: …/saves/mGBA/Anguna.srm").waitFor();
  await pad.goTo("Follow it there", "up");
  await pad.press("a");
  await expect.poll(() => callsOf(opened, "setSaveLocation")).toEqual([{ appId: anguna, save: elsewhere }]);
  await page.getByText("elsewhere now").waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("Who stays with the old place is asked no more, and the first page said that it needs a look", async () => {
  const scene = withAnguna({ movedTo: elsewhere });
  const opened = await openPanel(scene);
  const { page, pad } = opened;
  await page.getByText("1 game needs a look").waitFor();
  await page.getByText("Its save moved to another place").waitFor();
  await pad.goTo("Anguna");
  await pad.press("a");
  await pad.goTo("Follow it there", "up");
  await pad.press("right");
  expect(await pad.focused()).toContain("Stay with");
  await pad.press("a");
  await expect.poll(() => callsOf(opened, "setSaveLocation")).toMatchObject([{ save: { kind: "file" } }]);
  expect(callsOf(opened, "setSaveLocation")).not.toMatchObject([{ save: elsewhere }]);
});

test("A save that three sessions left unwritten is said where the game stands", async () => {
  const { page } = await openPanel(withAnguna({ unwrittenSessions: 3 }));
  await page.getByText("Played 3 times, and this save did not change").waitFor();
});

test("What a game that was left open has written is sent with one press, while it runs", async () => {
  const opened = await openPanel(withAnguna({ status: { kind: "playing", sinceMs: now, isUnsent: true } }));
  const { pad } = opened;
  await pad.goTo("Anguna");
  expect(await pad.hint("secondary")).toBe("Send now");
  await pad.press("x");
  await expect.poll(() => callsOf(opened, "syncShortcut")).toEqual([{ appId: anguna, whilePlaying: true }]);
});

test("Another save place is chosen from the setup tab by keys, the file picker among them", async () => {
  const opened = await openSetup(withAnguna({}));
  const { deck, page, pad } = opened;
  deck.folders["/home/deck"] = [
    { name: "Anguna.sav", isdir: false, realpath: "/home/deck/Anguna.sav", size: 32_768 },
  ];
  await pad.goTo("Choose another save place");
  await pad.press("a");
  await page.getByText("Where does Anguna").waitFor();
  await pad.goTo("Pick a file");
  await pad.press("a");
  await page.getByText("Anguna.sav").waitFor();
  await pad.goTo("Anguna.sav");
  await pad.press("a");
  await page.locator("[data-picked]").waitFor();
  await pad.goTo("Use it");
  await pad.press("a");
  await expect
    .poll(() => callsOf(opened, "setSaveLocation"))
    .toMatchObject([{ appId: anguna, save: { kind: "file", path: "/home/deck/Anguna.sav" } }]);
});

test("Another of RomM's games is taken for one of the list", async () => {
  const opened = await openSetup(withAnguna({}));
  const { deck, page, pad } = opened;
  deck.roms = [rom(77, "Anguna (Europe)")];
  await pad.goTo("Choose another RomM game");
  await pad.press("a");
  await page.locator("[data-rom]").first().waitFor();
  expect(await page.getByText("None of these").count()).toBe(0);
  await pad.goTo("Anguna (Europe)");
  await pad.press("a");
  await expect.poll(() => callsOf(opened, "changeRom")).toEqual([{ appId: anguna, romId: 77 }]);
});

test("A game leaves the list from its setup tab, and its page says that it is gone", async () => {
  const opened = await openSetup(withAnguna({}));
  const { page, pad } = opened;
  await pad.goTo("Remove from Savepoint");
  await pad.press("a");
  await page.getByText("This game is no longer in your list").waitFor();
  expect(callsOf(opened, "unregisterShortcuts")).toEqual([{ appIds: [anguna] }]);
});

test("Who signs out while saves wait is told how many, and stays signed in unless it is confirmed", async () => {
  const opened = await openPanel(idleOverview(now));
  const { page, pad } = opened;
  await pad.goTo("More");
  await pad.press("a");
  await page.getByText("1 save waits here and is not in RomM yet. Saves stay").waitFor();
  await pad.press("right");
  await pad.goTo("Sign out");
  await pad.press("a");
  await page.locator(".modal-layer").getByText("1 save waits here").waitFor();
  await pad.press("b");
  await page.locator(".modal-layer").waitFor({ state: "detached" });
  expect(callsOf(opened, "disconnect")).toEqual([]);
  expect(await pad.focused()).toContain("Sign out");
  await pad.press("a");
  await page.locator(".modal-layer").getByText("Sign out").waitFor();
  await pad.goTo("Sign out");
  await page.locator('[data-guard="open"]').waitFor();
  await pad.press("a");
  await expect.poll(() => callsOf(opened, "disconnect").length).toBe(1);
});

test("Whoever presses A twice on what asks first is asked once, and has answered nothing", async () => {
  const opened = await openPanel(idleOverview(now));
  const { page, pad } = opened;
  await pad.goTo("More");
  await pad.press("a");
  await page.getByText("1 save waits here and is not in RomM yet. Saves stay").waitFor();
  await pad.press("right");
  await pad.goTo("Sign out");
  for (let press = 0; press < 4; press += 1) await page.keyboard.press("Enter");
  await page.locator(".modal-layer").getByText("1 save waits here").waitFor();
  await pad.press("down", "a");
  await page.getByText("Wait a moment").waitFor();
  expect(await page.locator(".modal-layer").count()).toBe(1);
  expect(callsOf(opened, "disconnect")).toEqual([]);
});

const newer = {
  ...{ saveId: 77, slot: "default", atMs: now - 3_600_000 },
  maker: { kind: "device", name: "Living room handheld" },
} as unknown as NewerElsewhere;

test("A newer save elsewhere is said with its maker, and comes after the player has read what is kept", async () => {
  const opened = await openGame(withAnguna({ newerElsewhere: newer }));
  const { page, pad, complaints, shoot } = opened;
  await page.getByText('a newer save in the playthrough "default": Living room handheld').waitFor();
  await shoot("newer-elsewhere");
  await pad.goTo("Play it here", "up");
  await pad.press("a");
  await page.locator(".modal-layer").getByText("stays as a version").waitFor();
  await page.locator('[data-guard="open"]').waitFor();
  await shoot("newer-elsewhere-asked");
  expect(callsOf(opened, "adoptSave")).toEqual([]);
  await pad.goTo("Play it here");
  await pad.press("a");
  await expect.poll(() => callsOf(opened, "adoptSave")).toEqual([{ appId: anguna, saveId: 77 }]);
  await page.locator("[data-newer]").waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("Who does not want it now is not told again of the same one, and is told of the next", async () => {
  const opened = await openGame(
    withAnguna({ newerElsewhere: { ...newer, slot: null, maker: { kind: "unknown" } } }),
  );
  const { deck, page, pad } = opened;
  await page.getByText("outside of every playthrough: RomM's web page or another app").waitFor();
  await pad.goTo("Play it here", "up");
  await pad.press("right", "a");
  await page.locator("[data-newer]").waitFor({ state: "detached" });
  expect(await pad.focused()).not.toBe("");
  deck.show(withAnguna({ newerElsewhere: { ...newer, saveId: 78 as typeof newer.saveId } }));
  await page.locator('[data-newer="78"]').waitFor();
  expect(callsOf(opened, "adoptSave")).toEqual([]);
});
