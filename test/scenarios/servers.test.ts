import { describe, expect, test } from "vitest";
import type { RomId } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { storeZip } from "../world/romm/rules/ground/store-zip.ts";

/* What an administrator does to RomM behind the Decks' backs: restores a dump, computes hashes anew, scans anew. */

const launchOf = (launchId: string) => ({ launchId, appId });

function callerOf({ romm }: World) {
  const caller = romm.rules.authenticate(`Bearer ${romm.token}`);
  return caller.ok ? caller.value : expect.fail("The token is not known.");
}

async function answer(deck: EngineDeck, choice: "keep-local" | "take-remote") {
  const [conflict] = await deck.api.listConflicts({});
  const conflictId = conflict?.conflictId ?? expect.fail("no conflict");
  return expectOk(await deck.api.resolveConflicts({ choices: [{ conflictId, choice }] })).lines;
}

const transfers = (world: World) =>
  world.requests().filter((line) => /^POST \/api\/saves$|\/content$/.test(line));

describe("scenario 3: RomM is restored from an old dump and gives ids out again", () => {
  /** All three hold A1 A2 A3; the dump knows A1 only. */
  async function setupRestored() {
    const world = await setupWorld();
    const [a, b, c] = [await world.deck("A"), await world.deck("B"), await world.deck("C")];
    await a.play("A1");
    await a.sync();
    const dump = world.romm.rules.snapshot();
    for (const session of ["A2", "A3"]) {
      world.time.advance(60_000);
      await a.play(session);
      await a.sync();
    }
    for (const deck of [a, b, c]) expect(await deck.sync()).toMatchObject({ outcome: "done" });
    world.time.advance(3_600_000);
    world.romm.rules.restore(dump);
    return { world, a, b, c };
  }

  test("Decks that launch one at a time are asked, and nobody's file changes", async () => {
    const { world, a, b } = await setupRestored();
    for (const deck of [a, b]) {
      const verdict = await deck.api.beforeLaunch(launchOf("launch-1"));
      expect(verdict).toMatchObject({ kind: "ask", conflict: { reason: "server-went-back" } });
      expect(await deck.save()).toBe("A1\nA2\nA3\n");
    }
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("an emptied slot that another Deck fills with what this one played on is no other side: it only goes on", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    world.romm.rules.database.saves.splice(0);
    await b.play("B2");
    const c = await world.deck("C");
    await c.write("A1\n");
    world.time.advance(60_000);
    expect(await c.sync()).toMatchObject({ decision: "upload" });
    world.time.advance(60_000);
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]);
    expect(await a.sync()).toMatchObject({ decision: "download" });
  });

  test("one Deck's answer brings the newest progress back to the server, and the others adopt it", async () => {
    const { world, a, b, c } = await setupRestored();
    await a.sync();
    expect(await answer(a, "keep-local")).toMatchObject([{ outcome: "done", direction: "up" }]);
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
    world.requests();
    for (const deck of [b, c]) expect(await deck.sync()).toMatchObject({ decision: "adopt" });
    expect(transfers(world)).toEqual([]);
  });

  test("a third posts on ids that were used before: the others are asked, and keep what they have", async () => {
    const { world, a, b, c } = await setupRestored();
    await c.sync();
    await answer(c, "take-remote");
    expect(await c.save()).toBe("A1\n");
    for (const session of ["C2", "C3"]) {
      world.time.advance(60_000);
      await c.play(session);
      expect(await c.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    }
    // Ids 2 and 3 are rows of C now; A and B knew them as A2 and A3.
    expect(world.rows()).toEqual(["A1\n", "A1\nC2\n", "A1\nC2\nC3\n"]);
    for (const deck of [a, b]) {
      expect(await deck.sync()).toMatchObject({ outcome: "asks" });
      expect(await deck.save()).toBe("A1\nA2\nA3\n");
    }
    await a.play("A4");
    expect(await a.exit()).toMatchObject({ decision: "conflict" });
    expect(await answer(a, "keep-local")).toMatchObject([{ direction: "up" }]);
    expect(world.rows()).toEqual(["A1\n", "A1\nC2\n", "A1\nC2\nC3\n", "A1\nA2\nA3\nA4\n"]);
    await b.sync();
    expect(await c.sync()).toMatchObject({ decision: "download" });
    expect(await c.save()).toBe("A1\nA2\nA3\nA4\n");
    expect(await c.keptCopies()).toContain("A1\nC2\nC3\n");
  });
});

describe("scenario 4: what re-dates rows makes nothing new", () => {
  async function setupTwo(options: Parameters<typeof setupWorld>[0] = {}) {
    const world = await setupWorld(options);
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    for (const session of ["A1", "A2"]) {
      await a.play(session);
      await a.sync();
      world.time.advance(60_000);
    }
    for (const deck of [b, a]) await deck.sync();
    world.requests();
    return { world, a, b };
  }

  const events: [string, (world: World) => unknown][] = [
    [
      "public toggled on the oldest row",
      (world) => world.romm.rules.saves.setVisibility(callerOf(world), 1, true),
    ],
    [
      "public toggled on the newest row",
      (world) => world.romm.rules.saves.setVisibility(callerOf(world), 2, true),
    ],
    ["hashes computed anew", ({ romm }) => romm.rules.admin.recomputeHashes()],
    [
      "the server's clock set back an hour",
      ({ romm }) => romm.faults.set("clock-skew", { offsetMs: -3_600_000 }),
    ],
    [
      "the slot written as Autosave elsewhere",
      ({ romm }) => {
        for (const save of romm.rules.database.saves) save.slot = "Autosave";
      },
    ],
  ];

  test.each(events)(
    "%s: all Decks stay, and the next push lands without a question and without overwrite",
    async (_name, event) => {
      const { world, a, b } = await setupTwo();
      await event(world);
      for (const deck of [a, b]) expect(await deck.sync()).toMatchObject({ decision: "keep" });
      expect(transfers(world)).toEqual([]);
      world.time.advance(60_000);
      await b.play("B3");
      expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
      const uploads = world.romm.requests
        .all()
        .filter(({ method, path }) => `${method} ${path}` === "POST /api/saves");
      expect(uploads.filter(({ query }) => query.includes("overwrite=true"))).toEqual([]);
      expect(await a.sync()).toMatchObject({ decision: "download" });
      expect(await a.save()).toBe("A1\nA2\nB3\n");
    },
  );

  test.each([
    ["keep-local", "B1\n"],
    ["take-remote", "A1\n"],
  ] as const)(
    "an old row that was re-dated before a first meeting: answered once with %s, the choice stands for all",
    async (choice, chosen) => {
      const world = await setupWorld();
      const [a, b] = [await world.deck("A"), await world.deck("B")];
      for (const session of ["A1", "A2"]) {
        await a.play(session);
        await a.sync();
        world.time.advance(60_000);
      }
      world.romm.rules.saves.setVisibility(callerOf(world), 1, true);
      await b.play("B1");
      expect(await b.sync()).toMatchObject({ decision: "ask", reason: "ambiguous-head" });
      world.time.advance(60_000);
      expect(await answer(b, choice)).toMatchObject([{ outcome: "done" }]);
      for (const deck of [b, a, b]) expect(await deck.sync()).toMatchObject({ outcome: "done" });
      expect([await b.save(), await a.save(), world.rows().at(-1)]).toEqual([chosen, chosen, chosen]);
      expect(await b.api.listConflicts({})).toEqual([]);
    },
  );

  test("an upgrade from 4.8 that hashes archives anew: no question, no transfer, and the next push lands", async () => {
    const world = await setupWorld({ version: "4.8" });
    const a = await world.deck("A");
    await a.disk.append(a.savePath, zipOf("A1"));
    expect(await a.sync()).toMatchObject({ decision: "upload" });
    world.time.advance(60_000);
    await a.sync();
    const before = world.romm.rules.database.saves[0]?.content_hash;
    world.romm.rules.admin.update("5.2");
    world.romm.rules.admin.recomputeHashes();
    expect(world.romm.rules.database.saves[0]?.content_hash).not.toBe(before);
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    world.requests();
    expect(["keep", "adopt"]).toContain((await a.sync()).decision);
    expect(transfers(world)).toEqual([]);
    world.time.advance(60_000);
    await a.write("");
    await a.disk.append(a.savePath, zipOf("A1 and A2"));
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  });

  test("the same, where a session was played here meanwhile: one row is fetched to compare, and nothing is asked", async () => {
    const world = await setupWorld({ version: "4.8" });
    const a = await world.deck("A");
    await a.disk.append(a.savePath, zipOf("A1"));
    await a.sync();
    world.time.advance(60_000);
    await a.sync();
    world.romm.rules.admin.update("5.2");
    world.romm.rules.admin.recomputeHashes();
    await a.write("");
    await a.disk.append(a.savePath, zipOf("A1 and A2"));
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.romm.rules.database.saves).toHaveLength(2);
  });
});

describe("scenario 5: RomM is wiped and scanned anew, and the ids of the roms are permuted", () => {
  const second = 3_000_000_002 as typeof appId;

  async function setupPermuted() {
    const world = await setupWorld();
    const other = world.romm.addRom({ platform: "gba", fsName: "Other.gba" }).id;
    const a = await world.deck("A");
    const path = `${a.savePath.slice(0, -"Game.srm".length)}Other.srm`;
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    const binding = { appId: second, romId: other as RomId, name: "Other", save };
    expectOk(await a.api.registerShortcuts({ bindings: [binding] }));
    await a.play("A1");
    await a.disk.append(path, new TextEncoder().encode("O1\n"));
    expectOk(await a.api.syncAll({}));
    const scanAnew = () => {
      const { admin } = world.romm.rules;
      for (const id of [world.romId, other]) admin.removeRom(id);
      admin.addRom({ platform: "gba", fsName: "Other.gba", id: world.romId });
      admin.addRom({ platform: "gba", fsName: "Game.gba", id: other });
      world.requests();
    };
    return { world, a, other, scanAnew };
  }

  test("nothing goes up or down, at a run, at a launch or at an exit; all are unlinked", async () => {
    const { world, a, scanAnew } = await setupPermuted();
    scanAnew();
    const { lines } = expectOk(await a.api.syncAll({}));
    expect(lines.map(({ decision, reason }) => `${decision} ${reason}`)).toEqual([
      "skip unlinked",
      "skip unlinked",
    ]);
    expect(await a.api.beforeLaunch(launchOf("launch-1"))).toMatchObject({ kind: "go-unchecked" });
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ reason: "unlinked" });
    expect(transfers(world)).toEqual([]);
    expect(world.romm.rules.database.saves).toEqual([]);
    const statuses = (await a.api.listShortcuts({})).map(({ status }) => status.kind);
    expect(statuses).toEqual(["unlinked", "unlinked"]);
  });

  test("a save that was never sent is not sent to the rom that has the id now", async () => {
    const { world, a, scanAnew } = await setupPermuted();
    const fresh = world.romm.addRom({ platform: "gba", fsName: "Third.gba" }).id;
    const path = `${a.savePath.slice(0, -"Game.srm".length)}Third.srm`;
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    const third = 3_000_000_003 as typeof appId;
    expectOk(
      await a.api.registerShortcuts({
        bindings: [{ appId: third, romId: fresh as RomId, name: "Third", save }],
      }),
    );
    await a.disk.append(path, new TextEncoder().encode("T1\n"));
    scanAnew();
    world.romm.rules.admin.removeRom(fresh);
    world.romm.rules.admin.addRom({ platform: "gba", fsName: "Fourth.gba", id: fresh });
    const { lines } = expectOk(await a.api.syncShortcut({ appId: third }));
    expect(lines).toMatchObject([{ decision: "skip", reason: "unlinked" }]);
    expect(world.romm.rules.database.saves).toEqual([]);
  });

  test("rows that another library left under the rom's id are no saves of this game", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const upload = { romId: world.romId, slot: "autosave", fileName: "Other.srm" };
    const bytes = new TextEncoder().encode("OTHER\n");
    world.romm.rules.saves.upload(callerOf(world), { ...upload, bytes });
    const [row] = world.romm.rules.database.saves;
    if (!row) expect.fail("No row was made.");
    const moved = row.file_path.replace("/saves/gba/", "/saves/snes/");
    world.romm.rules.files.write(`${moved}/${row.file_name}`, bytes);
    row.file_path = moved;
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(await a.save()).toBeNull();
    await a.play("A1");
    expect(await a.exit()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(world.rows()).toEqual(["OTHER\n"]);
  });

  test("scanned into a platform folder of another name, the rows still are the game's own", async () => {
    const world = await setupWorld();
    const { id } = world.romm.addRom({ platform: "snes", fsSlug: "super-nintendo", fsName: "Named.sfc" });
    const a = await world.deck("A");
    const path = `${a.savePath.slice(0, -"Game.srm".length)}Named.srm`;
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    const binding = { appId: second, romId: id as RomId, name: "Named", save };
    expectOk(await a.api.registerShortcuts({ bindings: [binding] }));
    await a.disk.append(path, new TextEncoder().encode("N1\n"));
    for (const decision of ["upload", "keep"]) {
      const { lines } = expectOk(await a.api.syncShortcut({ appId: second }));
      expect(lines).toMatchObject([{ decision, outcome: "done" }]);
    }
  });
});

/** An archive of one stored file, as an emulator might keep its save. */
function zipOf(text: string): Uint8Array {
  return storeZip([{ name: "save.bin", bytes: new TextEncoder().encode(text) }]);
}
