import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createMounts } from "../../../backend/machine/mounts.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";

/* A card is known by its file system, never by where it is mounted. */

/** A Deck whose save is on a card, which can be taken out, mounted elsewhere, and taken for another one. */
async function setupCard() {
  const world = await setupWorld();
  const folder = world.folderOf("A");
  const [cards, drawer] = [join(folder, "media"), join(folder, "drawer")];
  const roots = {
    procRoot: join(folder, "proc"),
    uuidFolder: join(folder, "uuid"),
    cardRoots: [`${cards}/`],
  };
  for (const path of [cards, drawer, join(folder, "dev"), join(roots.procRoot, "self"), roots.uuidFolder])
    await mkdir(path, { recursive: true });
  for (const uuid of ["AAAA-1111", "BBBB-2222"]) {
    await writeFile(join(folder, "dev", uuid), "");
    await symlink(join(folder, "dev", uuid), join(roots.uuidFolder, uuid));
  }
  const tell = (mounts: { point: string; uuid: string }[]) =>
    writeFile(
      join(roots.procRoot, "self/mountinfo"),
      ["22 1 8:1 / / rw - ext4 /dev/root rw"]
        .concat(
          mounts.map(
            ({ point, uuid }) =>
              `36 22 179:1 / ${point.replaceAll(" ", "\\040")} rw - ext4 ${join(folder, "dev", uuid)} rw`,
          ),
        )
        .join("\n"),
    );
  const one = join(cards, "ONE CARD");
  await mkdir(join(one, "saves"), { recursive: true });
  await tell([{ point: one, uuid: "AAAA-1111" }]);
  const path = join(one, "saves/Game.srm");
  const a = await world.deck("A", { roots, save: () => ({ kind: "file", path, emulator: "retroarch" }) });
  await writeFile(path, "A1\n");
  await a.sync();
  await a.sync();
  return { world, a, cards, drawer, one, tell };
}

const play = (at: string, text: string) => writeFile(join(at, "saves/Game.srm"), text);
const saveAt = (at: string) => readFile(join(at, "saves/Game.srm"), "utf8");
const placeOf = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0]?.save;

/** What the next start of the backend does, without its network. */
const lookAround = async (deck: EngineDeck) => {
  const [shortcut] = await deck.api.listShortcuts({});
  await deck.api.look({ appId: shortcut?.appId ?? expect.fail("no shortcut") });
};

describe("a card that is out", () => {
  test("pauses its games: nothing is fetched to where it was, though a folder is left there", async () => {
    const { a, one, drawer, tell, world } = await setupCard();
    await lookAround(a);
    await rename(one, join(drawer, "card"));
    await mkdir(join(one, "saves"), { recursive: true });
    await tell([]);
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    await expect(saveAt(one)).rejects.toThrow("ENOENT");
    expect(world.rows()).toEqual(["A1\n"]);
    expect((await a.api.listShortcuts({}))[0]?.status).toMatchObject({ kind: "location-unavailable" });
  });

  test("and another one in its place is not taken for it", async () => {
    const { a, one, drawer, tell, world } = await setupCard();
    await lookAround(a);
    await rename(one, join(drawer, "card"));
    await mkdir(join(one, "saves"), { recursive: true });
    await play(one, "another Deck's\n");
    await tell([{ point: one, uuid: "BBBB-2222" }]);
    await lookAround(a);
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
    expect(await saveAt(one)).toBe("another Deck's\n");
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("comes back where it was, and its games go on", async () => {
    const { a, one, drawer, tell, world } = await setupCard();
    await lookAround(a);
    await rename(one, join(drawer, "card"));
    await tell([]);
    await a.sync();
    await rename(join(drawer, "card"), one);
    await tell([{ point: one, uuid: "AAAA-1111" }]);
    await play(one, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });
});

describe("a card that is mounted under another name", () => {
  async function setupRenamed(text = "A1\n") {
    const card = await setupCard();
    await lookAround(card.a);
    const two = join(card.cards, "TWO");
    await rename(card.one, two);
    await card.tell([{ point: two, uuid: "AAAA-1111" }]);
    await play(two, text);
    return { ...card, two };
  }

  test("is followed without a question, and what was agreed goes on", async () => {
    const { a, two, world } = await setupRenamed("A1\nA2\n");
    await lookAround(a);
    expect(await placeOf(a)).toMatchObject({ path: join(two, "saves/Game.srm") });
    expect(await a.sync()).toMatchObject({ decision: "upload", reason: "played-here", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("also by a new process, and what another Deck played comes down to it", async () => {
    const { a, two, world } = await setupRenamed();
    const b = await world.deck("B");
    await b.sync();
    await b.play("B2");
    await b.sync();
    const after = await a.restart();
    await lookAround(after);
    expect(await after.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await saveAt(two)).toBe("A1\nB2\n");
  });

  test("is waited for: once it is there, everything is looked at", async () => {
    const { a, two, world, tell } = await setupRenamed("A1\nA2\n");
    await tell([]);
    const after = await a.restart();
    after.start();
    for (let round = 0; round < 4; round++) {
      world.time.elapse(20_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(world.rows()).toEqual(["A1\n"]);
    await tell([{ point: two, uuid: "AAAA-1111" }]);
    await expect
      .poll(
        () => {
          world.time.elapse(16_000);
          return world.rows();
        },
        { timeout: 20_000, interval: 100 },
      )
      .toEqual(["A1\n", "A1\nA2\n"]);
  });
});

test("what the machine tells of its mounts is read as it is written, and what is unreadable is none", async () => {
  const { world, one } = await setupCard();
  const folder = world.folderOf("A");
  const roots = { procRoot: join(folder, "proc"), uuidFolder: join(folder, "uuid") };
  expect(await createMounts(roots).list()).toEqual([
    { point: "/", uuid: null },
    { point: one, uuid: "AAAA-1111" },
  ]);
  await writeFile(join(roots.procRoot, "self/mountinfo"), "nonsense\n36 22\n");
  expect(await createMounts(roots).list()).toEqual([]);
  await rm(roots.procRoot, { recursive: true });
  expect(await createMounts(roots).list()).toEqual([]);
});
