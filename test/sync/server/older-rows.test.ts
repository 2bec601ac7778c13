import { describe, expect, test } from "vitest";
import { deviceIdOf } from "../../world/engine/account.ts";
import { callerOf, makePublic, playInBrowser } from "../../world/engine/caller.ts";
import { answer } from "../../world/engine/conflict.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { untilStored } from "../../world/engine/until-stored.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { storeZip } from "../../world/romm/rules/ground/store-zip.ts";
import { extensions, playSet, readSet } from "../sets/set-deck.ts";

/* Rows below the newest one, and rows of which RomM tells no maker: what is found there comes down, or asks, and stays. */

/** Deck A sent A1 and A2; both are known on all Decks. */
async function setupTwoRows(version: string): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld({ version });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  for (const session of ["A1", "A2"]) {
    world.time.advance(60_000);
    await a.play(session);
    await a.sync();
    await a.sync();
  }
  await b.sync();
  await b.sync();
  await untilStored(world, a);
  return { world, a, b };
}

describe.each(["4.8", "5.2"])("RomM %s: a session in the browser on an older row", (version) => {
  test("comes down, is put on top, and stays on every Deck", async () => {
    const { world, a, b } = await setupTwoRows(version);
    playInBrowser(world, 1, "W1\n");
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    world.time.advance(60_000);
    for (const deck of [a, b, a, b]) await deck.sync();
    expect([await a.save(), await b.save(), world.rows().at(-1)]).toEqual(["W1\n", "W1\n", "W1\n"]);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test("played on at once, it goes up without a question", async () => {
    const { world, a, b } = await setupTwoRows(version);
    playInBrowser(world, 1, "W1\n");
    await a.sync();
    await a.play("A3");
    world.time.advance(60_000);
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.save()).toBe("W1\nA3\n");
  });
});

test("a save that was put back elsewhere comes down, though its hash was left on the row that was agreed on", async () => {
  const { world, a, b } = await setupTwoRows("4.8");
  playInBrowser(world, 2, "A1\nW2\n");
  for (const deck of [b, a]) expect(await deck.sync()).toMatchObject({ decision: "download" });
  world.time.advance(60_000);
  await a.write("A1\nA2\n");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(await b.save()).toBe("A1\nA2\n");
});

test("a row of a device that was removed, shown to others and then played in the browser, is not covered", async () => {
  const { world, a } = await setupTwoRows("5.2");
  const { rules } = world.romm;
  rules.admin.forgetDevice(deviceIdOf(await world.deck("C")));
  for (const save of rules.database.saves) save.origin_device_id = null;
  makePublic(world, 1);
  await a.sync();
  playInBrowser(world, 1, "W1\n");
  expect(await a.sync()).toMatchObject({ decision: "download" });
  expect(await a.save()).toBe("W1\n");
});

test("after RomM's maintenance a set's older row that another client writes over is still seen", async () => {
  const world = await setupWorld({ version: "4.8" });
  const a = await world.deck("A", { extensions });
  for (const session of ["A1", "A2"]) {
    world.time.advance(60_000);
    await playSet(a, session);
    await a.sync();
    await a.sync();
  }
  const { rules } = world.romm;
  rules.admin.update("5.2");
  world.time.advance(60_000);
  rules.admin.recomputeHashes();
  expect(await a.sync()).toMatchObject({ decision: "keep" });
  world.requests();
  expect(await a.sync()).toMatchObject({ decision: "keep" });
  expect(world.requests()).toEqual(["GET /api/saves"]);
  const session = new TextEncoder().encode("W1\n");
  const bytes = storeZip([".eep", ".srm"].map((member) => ({ name: `Game${member}`, bytes: session })));
  expect(bytes.byteLength, "only its bytes tell").toBe(rules.database.saves[0]?.file_size_bytes);
  world.time.advance(60_000);
  rules.saves.update(callerOf(world), 1, { bytes });
  expect(await a.sync()).toMatchObject({ decision: "download" });
  expect(await readSet(a)).toEqual({ ".eep": "W1\n", ".srm": "W1\n" });
});

test("rows of which RomM's maintenance changed the hash are fetched once to compare, also while a question is open", async () => {
  const world = await setupWorld({ version: "4.8" });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  for (const [deck, session] of [
    [a, "A1"],
    [a, "A2"],
    [b, "B1"],
  ] as const) {
    await deck.sync();
    world.time.advance(60_000);
    await deck.play(session);
    if (deck === b) await a.play("A3");
    await deck.sync();
    await deck.sync();
  }
  const { rules } = world.romm;
  rules.admin.update("5.2");
  world.time.advance(60_000);
  rules.admin.recomputeHashes();
  world.requests();
  expect(await a.sync()).toMatchObject({ decision: "conflict" });
  expect(world.requests()).toContain("GET /api/saves/2/content");
  const again = await a.restart();
  world.requests();
  expect(await again.sync()).toMatchObject({ decision: "conflict" });
  expect(world.requests(), "what was compared is known, also after a start").toEqual(["GET /api/saves"]);
});

test("an upload whose answer was lost is not taken for what the browser put over it since", async () => {
  const { world, a } = await setupTwoRows("4.8");
  await a.play("A3");
  world.time.advance(60_000);
  await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
  expect(await a.sync()).toMatchObject({ outcome: "failed" });
  playInBrowser(world, 3, "A1\nA2\nW3\n");
  world.time.advance(60_000);
  expect(await a.sync()).not.toMatchObject({ decision: "keep" });
  await a.play("A4");
  await a.exit();
  expect(world.rows()).toContain("A1\nA2\nW3\n");
});

test("a set whose answer was lost is not taken for what lies under its hash since (RomM 4.8)", async () => {
  const world = await setupWorld({ version: "4.8" });
  const a = await world.deck("A", { extensions });
  await playSet(a, "A1");
  await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
  expect(await a.sync()).toMatchObject({ outcome: "failed" });
  const session = new TextEncoder().encode("W1\n");
  const bytes = storeZip([".eep", ".srm"].map((member) => ({ name: `Game${member}`, bytes: session })));
  const { rules } = world.romm;
  expect(bytes.byteLength, "only its date tells").toBe(rules.database.saves[0]?.file_size_bytes);
  world.time.advance(60_000);
  rules.saves.update(callerOf(world), 1, { bytes });
  expect(await a.sync()).toMatchObject({ decision: "conflict" });
});

test("a save that the player kept, and that could not be sent yet, does not cover what the browser played since", async () => {
  const { world, a } = await setupTwoRows("4.8");
  await a.play("A3");
  playInBrowser(world, 2, "A1\nW2\n");
  expect(await a.sync()).toMatchObject({ decision: "conflict" });
  await world.romm.faults.set("502-html", { route: "POST /api/saves" });
  expect(await answer(a, "keep-local")).toMatchObject([{ outcome: "failed" }]);
  await world.romm.faults.clear();
  playInBrowser(world, 2, "A1\nW3\n");
  expect(await a.sync()).toMatchObject({ decision: "conflict", outcome: "asks" });
  expect(world.rows()).toEqual(["A1\n", "A1\nW3\n"]);
});

describe("a new Deck, where an older row has the newest date", () => {
  async function setupNew(change: (world: World) => void) {
    const { world, a } = await setupTwoRows("5.2");
    change(world);
    const c = await world.deck("C");
    expect(await c.sync()).toMatchObject({ decision: "download", reason: "first-download" });
    expect(await c.save()).toBe("A1\nA2\n");
    return { world, a, c };
  }

  test("takes the last row made, and asks with both: what is kept brings nobody back", async () => {
    const { world, a, c } = await setupNew((one) => makePublic(one, 1));
    expect(await c.sync()).toMatchObject({ decision: "ask", reason: "ambiguous-head" });
    world.time.advance(60_000);
    expect(await answer(c, "keep-local")).toMatchObject([{ outcome: "done" }]);
    for (const deck of [c, a]) await deck.sync();
    expect([await c.save(), await a.save()]).toEqual(["A1\nA2\n", "A1\nA2\n"]);
    expect(await c.sync()).toMatchObject({ decision: "keep" });
  });

  test("covers no session that the browser put there", async () => {
    const { world, c } = await setupNew((one) => playInBrowser(one, 1, "W1\n"));
    await c.play("C3");
    world.time.advance(60_000);
    expect(await c.exit()).toMatchObject({ decision: "ask", outcome: "asks" });
    expect(world.rows()).toEqual(["W1\n", "A1\nA2\n"]);
  });
});

describe("a row whose file RomM lost, of which it tells no maker", () => {
  async function setupLost(saveId: number) {
    const { world, a } = await setupTwoRows("5.2");
    const { rules } = world.romm;
    for (const save of rules.database.saves) save.origin_device_id = null;
    const row = rules.database.saves.find(({ id }) => id === saveId);
    rules.files.remove(`${row?.file_path}/${row?.file_name}`);
    makePublic(world, saveId);
    return { world, a };
  }

  test.each([1, 2])("asks before it is covered, and the answer ends it (row %i)", async (saveId) => {
    const { world, a } = await setupLost(saveId);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "broken-on-server" });
    await a.play("A3");
    expect(await a.sync()).toMatchObject({ decision: "conflict", outcome: "asks" });
    world.time.advance(60_000);
    expect(await answer(a, "keep-local")).toMatchObject([{ outcome: "done" }]);
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test("and finds again, shows the session in it", async () => {
    const { world, a } = await setupTwoRows("4.8");
    playInBrowser(world, 1, "W1\n");
    await world.romm.faults.set("entity-404", {
      route: "GET /api/saves/*/content",
      detail: "Save not found",
    });
    expect(await a.sync()).not.toMatchObject({ decision: "keep" });
    await world.romm.faults.clear();
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await a.save()).toBe("W1\n");
  });
});
