import { expect, test } from "vitest";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/*
 * RomM's lock lets an upload pass if RomM believes that this device holds the newest row. Law: it is told so only of
 * bytes that are here and recorded, and its belief is no proof to us.
 */

const reaper = ["/steam/ubuntu12_32/reaper", "SteamLaunch", `AppId=${appId}`, "--", "retroarch"];

/** B holds A1 and RomM has A1 A2. */
async function setupNewer(): Promise<{ world: World; b: EngineDeck }> {
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
function holdsNewest(world: World, { state }: EngineDeck): boolean {
  const { activeAccount, accounts } = state.store.current();
  const deviceId = accounts[activeAccount ?? ""]?.deviceId ?? expect.fail("Nobody is signed in.");
  const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
  if (!caller.ok) expect.fail("The token is not known.");
  const listed = world.romm.rules.saves.list(caller.value, { romId: world.romId, deviceId });
  if (!listed.ok) expect.fail("The listing was refused.");
  const newest = listed.value.find(({ id }) => id === 2);
  return newest?.device_syncs.some((sync) => sync.device_id === deviceId && sync.is_current) === true;
}

test("a pull whose bytes came but were not put in place leaves the lock shut: the session played instead is asked about", async () => {
  const { world, b } = await setupNewer();
  const { create } = b.disk;
  b.disk.create = async (path, options) => {
    const file = await create(path, options);
    if (path.includes("/saves/")) b.processes.push({ pid: 1, argv: reaper });
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
  const { world, b } = await setupNewer();
  const { activeAccount, accounts } = b.state.store.current();
  const deviceId = accounts[activeAccount ?? ""]?.deviceId ?? expect.fail("Nobody is signed in.");
  const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
  if (!caller.ok) expect.fail("The token is not known.");
  const told = world.romm.rules.saves.confirmDownloaded(caller.value, 2, deviceId);
  expect(told.ok && told.value.device_syncs[0]).toMatchObject({ is_current: true });
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(await b.save()).toBe("A1\nA2\n");
});
