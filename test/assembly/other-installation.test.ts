import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { acquireLock, lockNameOf } from "../../backend/machine/lock.ts";
import { appId, openDeck } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

test("What another installation left beside ours is offered, and taken over by copy: games, sign-in, saves and kept copies.", async () => {
  const { deck, world, theirs, ours } = await setUpBeside();
  const before = await readdir(theirs, { recursive: true });
  expect((await deck.api.getOverview({})).elsewhere).toMatchObject({ folder: "Savepoint", shortcutCount: 1 });
  expect(await deck.api.adoptInstallation({ folder: "Savepoint" })).toEqual({ ok: true, value: null });
  expect(deck.events).toContain("restart");
  expect(await readdir(theirs, { recursive: true })).toEqual(before);
  expect((await readdir(join(ours, "history"))).length).toBeGreaterThan(0);

  const again = await deck.restart();
  const overview = await again.api.getOverview({});
  expect(overview.elsewhere).toBeNull();
  expect(overview.connection.kind).toBe("connected");
  expect(overview.gated).toEqual([appId]);
  await again.play("A2");
  expect(await again.sync()).toMatchObject({ outcome: "done", direction: "up" });
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
});

test("What runs just now is not copied: it holds its lock.", async () => {
  const { deck, theirs } = await setUpBeside();
  const lock = await acquireLock(lockNameOf(theirs));
  expect(await deck.api.adoptInstallation({ folder: "Savepoint" })).toMatchObject({
    error: { kind: "in-use" },
  });
  await lock.release();
  expect(deck.events).not.toContain("restart");
});

test("Nothing is taken from a folder without a registry, or from outside; nor into an installation in use.", async () => {
  const { deck, world } = await setUpBeside();
  for (const folder of ["Nobody", "../data/Savepoint", "..", "/"]) {
    expect(await deck.api.adoptInstallation({ folder })).toMatchObject({ error: { kind: "not-there" } });
  }
  const credentials = { kind: "token" as const, token: world.romm.token };
  expect(await deck.api.connect({ origin: world.romm.origin, credentials })).toMatchObject({ ok: true });
  expect((await deck.api.getOverview({})).elsewhere).toBeNull();
  expect(await deck.api.adoptInstallation({ folder: "Savepoint" })).toMatchObject({
    error: { kind: "not-empty" },
  });
});

test("A copy that broke off is offered again, and then is whole.", async () => {
  const { deck, ours } = await setUpBeside();
  const { rename: put } = deck.disk;
  deck.disk.rename = (from, to) =>
    to.endsWith("/state.json") ? Promise.reject(new Error("the power went")) : put(from, to);
  await expect(deck.api.adoptInstallation({ folder: "Savepoint" })).rejects.toThrow("the power went");
  const again = await deck.restart();
  expect((await again.api.getOverview({})).elsewhere).toMatchObject({ folder: "Savepoint" });
  expect(await again.api.adoptInstallation({ folder: "Savepoint" })).toEqual({ ok: true, value: null });
  expect(await readdir(ours)).toContain("state.json");
  expect((await (await again.restart()).api.getOverview({})).gated).toHaveLength(1);
});

/** A Deck whose plugin has another folder's name than the one under which it was used until now. */
async function setUpBeside() {
  const world = await setupWorld();
  const before = await world.deck("A");
  await before.play("A1");
  await before.sync();
  before.disk.dieAt(0); // Its process has ended.
  const folder = world.folderOf("A");
  const [theirs, ours] = [join(folder, "data/Savepoint"), join(folder, "data/decky-savepoint")];
  for (const kind of ["data", "settings"]) {
    await rename(join(folder, kind), join(folder, `${kind} before`));
    await mkdir(join(folder, kind));
    await rename(join(folder, `${kind} before`), join(folder, kind, "Savepoint"));
    await rm(join(folder, `${kind} before`), { recursive: true, force: true });
  }
  const deck = await openDeck({
    ...{ name: "A", folder, romm: world.romm, romId: world.romId, time: world.time },
    pluginName: "decky-savepoint",
  });
  return { world, deck, theirs, ours };
}
