import { describe, expect, test } from "vitest";
import { deviceIdOf } from "../../world/engine/account.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId, type EngineDeck } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

/*
 * RomM's lock lets an upload pass if RomM believes that this device holds the newest row. Law: it is told so only of
 * bytes that are here and recorded, and its belief is no proof to us.
 */

const launch = { launchId: "launch-1", appId };

/** B, in step at A1, was told of everything; a minute later RomM has A1 A2. */
async function setupTold(): Promise<{ world: World; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await b.sync();
  world.time.advance(60_000);
  await a.play("A2");
  await a.sync();
  return { world, b };
}

/** What RomM believes; its lock goes by this. */
function holdsNewest(world: World, deck: EngineDeck): boolean {
  const deviceId = deviceIdOf(deck);
  const listed = world.romm.rules.saves.list(callerOf(world), { romId: world.romId, deviceId });
  if (!listed.ok) expect.fail("The listing was refused.");
  const newest = listed.value.find(({ id }) => id === 2);
  return newest?.device_syncs.some((sync) => sync.device_id === deviceId && sync.is_current) === true;
}

test("a pull whose bytes came but were not put in place leaves the lock shut: the session played instead is asked about", async () => {
  const { world, b } = await setupTold();
  const { create } = b.disk;
  b.disk.create = async (path, options) => {
    const file = await create(path, options);
    if (path.includes("/saves/")) b.processes.push(startedBySteam());
    return file;
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
  expect(holdsNewest(world, b)).toBe(false);
  b.disk.create = create;
  b.processes.splice(0);
  await b.play("B3");
  expect(await b.exit()).toMatchObject({ decision: "conflict" });
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
});

test("RomM's word that this device holds the newest row is not believed: its bytes come", async () => {
  const { world, b } = await setupTold();
  const told = world.romm.rules.saves.confirmDownloaded(callerOf(world), 2, deviceIdOf(b));
  expect(told.ok && told.value.device_syncs[0]).toMatchObject({ is_current: true });
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(await b.save()).toBe("A1\nA2\n");
});

describe("the server's lock", () => {
  test("a network that fails while a refusal is looked into is a failure like another", async () => {
    const { world, b } = await setupNewer();
    await b.play("B2");
    await world.romm.faults.set("500", { route: "GET /api/saves" });
    expect(await b.exit()).toMatchObject({
      outcome: "failed",
      problem: { kind: "romm", code: "server-error" },
    });
    expect(world.rows()).toHaveLength(2);
  });

  test("a row that was only re-dated (shown to others) costs no question", async () => {
    const { world, a } = await setupNewer();
    world.time.advance(60_000);
    world.romm.rules.saves.setVisibility(callerOf(world), 2, true);
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(3);
  });

  test("a newer row from elsewhere becomes a question, and is not covered", async () => {
    const { world, b } = await setupNewer();
    await b.play("B2");
    expect(await b.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("going back to an older content makes it the newest row", async () => {
    const { world, a, b } = await setupNewer();
    await a.write("A1\n");
    await a.sync();
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\n"]);
    await b.sync();
    expect(await b.save()).toBe("A1\n");
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });
});

describe("an exit never covers what was asked about, or never looked at", () => {
  test("a row that passed RomM's check together with ours", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    const [own, other] = [deviceIdOf(a), deviceIdOf(b)];
    world.time.advance(5000);
    const upload = { romId: world.romId, slot: "autosave", fileName: "Game.srm", bytes: bytesOf("A1\nB2\n") };
    const theirs = world.romm.rules.saves.upload(callerOf(world), { ...upload, deviceId: other });
    if (theirs.ok) world.romm.rules.saves.confirmDownloaded(callerOf(world), theirs.value.id, own);
    world.time.advance(5000);
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "upload" });
    expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "ask", conflict: { reason: "raced" } });
    await a.api.letLaunchThrough({ launchId: launch.launchId });
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "raced" });
    expect(await a.api.listConflicts({})).toHaveLength(1);
  });

  test("a server that went back", async () => {
    const { world, a } = await setupNewer();
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    world.romm.rules.saves.remove(callerOf(world), [2]);
    expect(await a.api.beforeLaunch(launch)).toMatchObject({
      kind: "ask",
      conflict: { reason: "server-went-back" },
    });
    await a.api.letLaunchThrough({ launchId: launch.launchId });
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("a session of RomM's web player, saved in place between our download and our word of it", async () => {
    const { world, b } = await setupNewer();
    const { rename } = b.disk;
    b.disk.rename = async (from, to) => {
      await rename(from, to);
      if (to !== b.savePath) return;
      world.time.advance(3000);
      world.romm.rules.saves.update(callerOf(world), 2, { bytes: bytesOf("A1\nA2\nWEB\n") });
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    b.disk.rename = rename;
    await b.play("B3");
    world.time.advance(3000);
    expect(await b.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\nWEB\n"]);
  });
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
