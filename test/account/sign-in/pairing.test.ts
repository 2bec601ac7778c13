import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { ConnectError, Connection, Pairing } from "../../../backend/contract/account.ts";
import { askedRights } from "../../../backend/core/login.ts";
import type { Outcome } from "../../../backend/core/vocabulary.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

type Signed = Outcome<Connection, { kind: string }>;

async function setupPairing(version = "5.2") {
  const world = await setupWorld({ version });
  const deck = await world.deck("A");
  const { origin } = world.romm;
  const start = async (): Promise<Pairing> => expectOk(await deck.api.startPairing({ origin }));
  return { world, deck, start };
}

/** The player looks at RomM's page. */
function answer({ romm }: World, { userCode }: Pairing, approves = true): void {
  const caller = callerOf({ romm });
  const fields = { approved_scopes: [...askedRights], device_name: null, expires_in: null };
  const answered = approves
    ? romm.rules.deviceAuth.approve(caller, { user_code: userCode, ...fields })
    : romm.rules.deviceAuth.deny(caller, userCode);
  expect(answered).toMatchObject({ ok: true });
}

/** Lets the time pass in which somebody waits, until the call is answered. */
async function passUntil({ time }: World, awaited: Promise<Signed>): Promise<Signed> {
  let signed: Signed | null = null;
  void awaited.then((outcome) => {
    signed = outcome;
  });
  for (let seconds = 0; signed === null && seconds < 1200; seconds += 1) {
    time.elapse(1000);
    await wait(2);
  }
  return signed ?? expect.fail("Never answered.");
}

function polls({ romm }: World): number {
  return romm.requests.all().filter(({ path }) => path === "/api/auth/device/token").length;
}

test("RomM is asked every six seconds at the most, and never tells to slow down", async () => {
  const { world, deck, start } = await setupPairing();
  const awaited = deck.api.awaitPairing(await start());
  for (let seconds = 0; seconds < 120; seconds += 1) {
    world.time.elapse(1000);
    await wait(5);
  }
  expect(polls(world)).toBeGreaterThan(10);
  expect(polls(world)).toBeLessThanOrEqual(20);
  const stillAsked = Promise.race([awaited, wait(50, "waiting")]);
  expect(await stillAsked).toBe("waiting");
});

test("told to slow down, it does, and is answered all the same", async () => {
  const { world, deck, start } = await setupPairing();
  const pairing = await start();
  const awaited = deck.api.awaitPairing(pairing);
  const { redis, deviceAuth } = world.romm.rules;
  const deviceCode = redis.get(`device_auth:uc:${pairing.userCode}`) ?? expect.fail("no such pairing");
  for (let seconds = 0; seconds < 120; seconds += 2) {
    deviceAuth.collect(deviceCode); // Another poll just before ours: RomM takes us for hasty.
    world.time.elapse(2000);
    await wait(5);
  }
  expect(polls(world)).toBeLessThanOrEqual(7);
  answer(world, pairing);
  expect(await passUntil(world, awaited)).toMatchObject({ ok: true });
});

test("a server that is away for a while does not end the code, and neither does one that is busy", async () => {
  const { world, deck, start } = await setupPairing();
  const pairing = await start();
  const awaited = deck.api.awaitPairing(pairing);
  await world.romm.faults.set("502-html", { route: "POST /api/auth/device/token", count: 3 });
  for (let seconds = 0; seconds < 30; seconds += 1) {
    world.time.elapse(1000);
    await wait(5);
  }
  await world.romm.faults.set("429", { route: "POST /api/auth/device/token", count: 1 });
  answer(world, pairing);
  expect(await passUntil(world, awaited)).toMatchObject({ ok: true, value: { username: "player" } });
});

test("an answer that was lost on its way is a new code, not a loop", async () => {
  const { world, deck, start } = await setupPairing();
  await deck.api.disconnect({});
  const pairing = await start();
  answer(world, pairing);
  await world.romm.faults.set("cut-mid-body", { route: "POST /api/auth/device/token", count: 1 });
  expect(await passUntil(world, deck.api.awaitPairing(pairing))).toEqual({
    ok: false,
    error: { kind: "pairing-expired" },
  });
  const asked = polls(world);
  world.time.elapse(60_000);
  await wait(50);
  expect(polls(world)).toBe(asked);
});

test("only the newest pairing goes on: the one before is given up, and who waited for it is told", async () => {
  const { world, deck, start } = await setupPairing();
  const first = await start();
  const awaited = deck.api.awaitPairing(first);
  const second = await start();
  expect(await awaited).toEqual({ ok: false, error: { kind: "pairing-cancelled" } });
  answer(world, first);
  answer(world, second);
  expect(await passUntil(world, deck.api.awaitPairing(second))).toMatchObject({ ok: true });
});

test("a pairing goes on with nobody waiting, and who comes late gets its answer", async () => {
  const { world, deck, start } = await setupPairing();
  await deck.api.disconnect({});
  const pairing = await start();
  answer(world, pairing);
  await vi.waitFor(async () => {
    world.time.elapse(1000);
    expect((await deck.api.getOverview({})).connection).toMatchObject({ kind: "connected" });
  }, 20_000);
  expect(await deck.api.awaitPairing(pairing)).toMatchObject({ ok: true });
  expect(await deck.api.awaitPairing(pairing)).toMatchObject({ ok: true });
});

test("denied, the account that was signed in stays so", async () => {
  const { world, deck, start } = await setupPairing();
  const pairing = await start();
  answer(world, pairing, false);
  expect(await passUntil(world, deck.api.awaitPairing(pairing))).toEqual({
    ok: false,
    error: { kind: "pairing-denied" } satisfies ConnectError,
  });
  expect((await deck.api.getOverview({})).connection).toMatchObject({
    kind: "connected",
    username: "player",
  });
});

/** Which devices RomM has, and which of them this Deck takes itself for. */
async function devicesOf(deck: EngineDeck) {
  return expectOk(await deck.api.listDevices({})).map(({ name, isThis }) => [name, isThis]);
}

async function pairAgain(world: World, deck: EngineDeck, start: () => Promise<Pairing>): Promise<void> {
  const pairing = await start();
  answer(world, pairing);
  expectOk(await passUntil(world, deck.api.awaitPairing(pairing)));
}

test("the device of a pairing is the device, and a later sign-in by token finds it again", async () => {
  const { world, deck, start } = await setupPairing();
  await pairAgain(world, deck, start);
  const { deviceId } = expectConnected(await deck.api.getOverview({}));
  const { origin, token } = world.romm;
  for (const _ of ["known", "unknown"]) {
    expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token } }));
    expect(expectConnected(await deck.api.getOverview({}))).toMatchObject({ deviceId });
  }
  await pairAgain(world, deck, start);
  expect(expectConnected(await deck.api.getOverview({}))).toMatchObject({ deviceId });
  expect(world.romm.rules.database.devices).toHaveLength(2);
});

function expectConnected({ connection }: Awaited<ReturnType<EngineDeck["api"]["getOverview"]>>) {
  return connection.kind === "connected" ? connection : expect.fail("Nobody is signed in.");
}

test("a cloned Deck that was registered as new stays a device of its own when it pairs again", async () => {
  const { world, deck, start } = await setupPairing();
  await pairAgain(world, deck, start);
  world.time.advance(24 * 60 * 60_000);
  const clone = await world.deck("B", { machine: "A" });
  expectOk(await clone.api.registerAsNewDevice({}));
  const own = expectConnected(await clone.api.getOverview({}));
  const { origin } = world.romm;
  await pairAgain(world, clone, async () => expectOk(await clone.api.startPairing({ origin })));
  expect(expectConnected(await clone.api.getOverview({}))).toMatchObject({ deviceId: own.deviceId });
});

test("a paired device is renamed, paused, asked about and registered as new as any other", async () => {
  const { world, deck, start } = await setupPairing();
  await pairAgain(world, deck, start);
  const { deviceId } = expectConnected(await deck.api.getOverview({}));
  expectOk(await deck.api.renameDevice({ deviceId, name: "Sofa" }));
  expectOk(await deck.api.setDeviceSync({ deviceId, enabled: false }));
  expect(expectConnected(await deck.api.getOverview({}))).toMatchObject({ deviceName: "Sofa" });
  expectOk(await deck.api.setDeviceSync({ deviceId, enabled: true }));
  const fresh = expectOk(await deck.api.registerAsNewDevice({}));
  expect(fresh.deviceId).not.toBe(deviceId);
  expectOk(await deck.api.removeDevice({ deviceId }));
  expect(expectConnected(await deck.api.getOverview({}))).toMatchObject({ deviceId: fresh.deviceId });
  expect((await devicesOf(deck)).filter(([, isThis]) => isThis)).toHaveLength(1);
  await deck.play("A1");
  expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
});
