import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AppId, RomId } from "../../../backend/core/vocabulary.ts";
import { makePublic } from "../../world/engine/caller.ts";
import { answer, conflictIdOf } from "../../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { addRoms, syncAll } from "../../world/engine/many-games.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import type { World } from "../../world/engine/world.ts";
import { guise } from "./sample.ts";

/** What a Deck "B" may have left standing in its `state.json` when it ended; each is played by the real engine. */
export const stories: Record<string, (world: World) => Promise<void>> = {
  "a pull that was put in place and not recorded": async (world) => {
    const { b } = await setupNewer(world);
    dieAtRename(b, "after");
    await expectDeath(b);
  },
  "a pull that was not put in place": async (world) => {
    const { b } = await setupNewer(world);
    dieAtRename(b, "before");
    await expectDeath(b);
  },
  "a pull that was put in place and played on": async (world) => {
    const { b } = await setupNewer(world);
    dieAtRename(b, "after");
    await expectDeath(b);
    await b.play("B3");
  },
  "a pull that a game raced": async (world) => {
    const { b } = await setupNewer(world);
    const { rename } = b.disk;
    b.disk.rename = async (from, to) => {
      await rename(from, to);
      if (to === b.savePath) b.processes.push(startedBySteam());
    };
    await b.sync();
    await b.write("A1\nB2\n");
  },
  "a first pull of one of two rows that may be the newest": async (world) => {
    const a = await world.deck("A");
    for (const session of ["A1", "A2"]) {
      world.time.advance(60_000);
      await a.play(session);
      await a.sync();
      await a.sync();
    }
    makePublic(world, 1);
    const b = await world.deck("B", { guise });
    dieAtRename(b, "after");
    await expectDeath(b);
  },
  "an exchange of two files, cut in the middle": async (world) => {
    const b = await setupNewerSet(world);
    dieAtRename(b, "before");
    await expectDeath(b);
  },
  "an exchange of two files, ended and not recorded": async (world) => {
    const b = await setupNewerSet(world);
    dieAtRename(b, "after");
    await expectDeath(b);
  },
  "an exchange of two files, cut in the middle and played on": async (world) => {
    const b = await setupNewerSet(world);
    dieAtRename(b, "before");
    await expectDeath(b);
    await writeFile(join(world.folderOf("B"), "saves", "Game.rtc"), "A1\nB3\n");
    await writeFile(join(world.folderOf("B"), "saves", "Game.srm"), "A1\nB3\n");
  },
  "a push that arrived, without an answer": async (world) => {
    const { b } = await setupAgreed(world);
    await b.play("B2");
    await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
    await b.sync();
  },
  "a push that arrived, without an answer, and was played on": async (world) => {
    const { b } = await setupAgreed(world);
    await b.play("B2");
    await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
    await b.sync();
    await b.play("B3");
  },
  "a push that did not arrive": async (world) => {
    const { b } = await setupAgreed(world);
    await b.play("B2");
    await world.romm.faults.set("502-html", { route: "POST /api/saves" });
    await b.sync();
  },
  "two pushes that did not arrive, of two sessions": async (world) => {
    const { b } = await setupAgreed(world);
    await world.romm.faults.set("502-html", { route: "POST /api/saves" });
    await b.play("B2");
    await b.sync();
    await b.play("B3");
    await b.sync();
  },
  "a push of a set that arrived, without an answer": async (world) => {
    const b = await world.deck("B", { guise, extensions });
    await playSet(world, "B", "B1");
    await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
    await b.sync();
  },
  "a pull that RomM was not told of": async (world) => {
    const { b } = await setupNewer(world);
    await world.romm.faults.set("502-html", { route: "POST /api/saves/*/downloaded" });
    await b.sync();
  },
  "followed again offline": async (world) => {
    const { b } = await setupAgreed(world);
    await world.romm.faults.set("refused");
    expectOk(await b.api.setTracking({ appId, tracked: false }));
    expectOk(await b.api.setTracking({ appId, tracked: true }));
  },
  "followed no more offline": async (world) => {
    const { b } = await setupAgreed(world);
    await world.romm.faults.set("refused");
    expectOk(await b.api.setTracking({ appId, tracked: false }));
  },
  "four saves that vanished, held": async (world) => {
    await setupVanished(world);
  },
  "four saves that vanished, and the player's word that could not be carried out": async (world) => {
    const b = await setupVanished(world);
    const unitIds = (await b.api.listHeld({})).map(({ unitId }) => unitId);
    await world.romm.faults.set("502-html", { route: "GET /api/saves/*/content" });
    expectOk(await b.api.releaseHeld({ unitIds, choice: "go-on" }));
  },
  "a conflict that the player put off": async (world) => {
    const b = await setupConflict(world);
    const choice = { conflictId: await conflictIdOf(b), choice: "later" as const };
    expectOk(await b.api.resolveConflicts({ choices: [choice] }));
  },
  "a conflict that the player answered, and the save could not be sent yet": async (world) => {
    const b = await setupConflict(world);
    await world.romm.faults.set("502-html", { route: "POST /api/saves" });
    await answer(b, "keep-local");
  },
  "a registry that came back from its backup": async (world) => {
    const { b } = await setupAgreed(world);
    await b.play("B2");
    await b.sync();
    await b.sync();
    await writeFile(join(world.folderOf("B"), "data", "state.json"), "{ damaged");
    await b.restart();
  },
};

const extensions = [".rtc", ".srm"];

/** Both Decks hold A1. */
async function setupAgreed(world: World): Promise<{ a: EngineDeck; b: EngineDeck }> {
  const a = await world.deck("A");
  const b = await world.deck("B", { guise });
  await a.play("A1");
  await a.sync();
  await b.sync();
  await b.sync();
  return { a, b };
}

/** B holds A1, and RomM A1 A2. */
async function setupNewer(world: World): Promise<{ a: EngineDeck; b: EngineDeck }> {
  const { a, b } = await setupAgreed(world);
  await a.play("A2");
  await a.sync();
  return { a, b };
}

async function setupNewerSet(world: World): Promise<EngineDeck> {
  const a = await world.deck("A", { extensions });
  const b = await world.deck("B", { guise, extensions });
  await playSet(world, "A", "A1\n");
  await a.sync();
  await b.sync();
  await playSet(world, "A", "A1\nA2\n");
  await a.sync();
  return b;
}

async function playSet(world: World, name: string, text: string): Promise<void> {
  for (const extension of extensions) {
    await writeFile(join(world.folderOf(name), "saves", `Game${extension}`), text);
  }
}

async function setupConflict(world: World): Promise<EngineDeck> {
  const { b } = await setupNewer(world);
  await b.play("B2");
  await b.sync();
  return b;
}

/** Four games were in sync on B, and their saves are gone. */
async function setupVanished(world: World): Promise<EngineDeck> {
  const b = await world.deck("B", { guise });
  const names = addRoms(world, 4).map((romId) => ({ romId, file: `Game ${romId}.srm` }));
  const at = (file: string) => join(world.folderOf("B"), "saves", file);
  expectOk(await b.api.unregisterShortcuts({ appIds: [appId] }));
  expectOk(
    await b.api.registerShortcuts({ bindings: names.map(({ romId, file }) => toBinding(romId, file)) }),
  );
  for (const { file } of names) await writeFile(at(file), `${file}: B1\n`);
  await syncAll(b);
  await syncAll(b);
  world.time.advance(2 * 60 * 60_000);
  for (const { file } of names) await rm(at(file));
  await syncAll(b);
  return b;
}

function toBinding(romId: RomId, file: string) {
  const save = { kind: "file" as const, path: `${guise.folder}/saves/${file}`, emulator: "retroarch" };
  return { appId: (3_100_000_000 + romId) as AppId, romId, name: file, save };
}

/** The process ends around the moment at which the save file gets its new bytes. */
function dieAtRename(deck: EngineDeck, when: "before" | "after"): void {
  const { rename } = deck.disk;
  deck.disk.rename = async (from, to) => {
    const isSave = to === deck.savePath && from.includes(".savepoint-");
    if (isSave && when === "before") deck.disk.dieAt(0);
    await rename(from, to);
    if (isSave) deck.disk.dieAt(0);
  };
}

async function expectDeath(deck: EngineDeck): Promise<void> {
  await deck.sync().catch(() => null);
  if (!deck.disk.isDead()) throw new Error("The process lives.");
}
