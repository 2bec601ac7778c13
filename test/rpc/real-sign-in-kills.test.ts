import { setTimeout as wait } from "node:timers/promises";
import { expect, type TestContext, test } from "vitest";
import type { Credentials } from "../../backend/contract/account.ts";
import { allRights, type SignInWorld, setUpSignIn } from "./sign-in-world.ts";

/* A real backend, killed with SIGKILL between what RomM gives once and its use. */

const password: Credentials = { kind: "password", username: "player", password: "password" };

/** The player approves this Deck; answered is the call that waits for it, which may die with the backend. */
async function pair(world: SignInWorld): Promise<{ awaited: Promise<unknown> }> {
  const started = await world.api().startPairing({ origin: world.romm.origin });
  const pairing = started.ok ? started.value : expect.fail(JSON.stringify(started));
  const awaited = world.api().awaitPairing(pairing);
  awaited.catch(() => {});
  const { userCode } = pairing;
  await world.web("POST", "/api/auth/device/approve", { user_code: userCode, approved_scopes: allRights });
  return { awaited };
}

const onceGiven: Record<string, (world: SignInWorld) => Promise<unknown>> = {
  "a pairing": pair,
  "a pairing code": async (world) =>
    void world.connect({ kind: "pairing-code", code: await world.makeCode() }).catch(() => {}),
  "a password": async (world) => void world.connect(password).catch(() => {}),
};

test.concurrent.for(Object.keys(onceGiven))(
  "Killed between the answer to %s and its use: the next start signs in by itself, as one device.",
  async (way, context) => {
    const world = await setUpSignIn(context, "5.2");
    const trap = world.traps.set("GET /api/users/me", "before");
    await onceGiven[way]?.(world);
    await trap.reached;
    const backendOfBefore = world.killAndRestart();
    trap.release();
    await backendOfBefore;
    const { deviceId } = await world.signedIn();
    expect(world.romm.rules.database.devices.map(({ id }) => id)).toEqual([deviceId]);
    await world.killAndRestart();
    expect(await world.signedIn()).toMatchObject({ deviceId });
  },
);

test.concurrent("Killed while RomM's answer to an approved pairing is on its way: signed out, and the next pairing is the same device.", async (context) => {
  const world = await setUpSignIn(context, "5.2");
  const trap = world.traps.set("POST /api/auth/device/token", "after");
  await pair(world);
  await trap.reached;
  await world.killAndRestart();
  trap.release();
  expect(await world.api().getOverview({})).toMatchObject({ connection: { kind: "signed-out" } });
  const { awaited } = await pair(world);
  expect(await awaited).toMatchObject({ ok: true });
  expect(world.romm.rules.database.devices).toHaveLength(1);
});

/** Signed in by password, and RomM's half hour is over: its next answer is a bare 500. */
async function setUpEnded(context: TestContext): Promise<SignInWorld> {
  const world = await setUpSignIn(context, "5.2");
  expect(await world.connect(password)).toMatchObject({ ok: true });
  await untilQuiet(world);
  world.elapse(31 * 60_000);
  world.romm.requests.clear();
  return world;
}

test.concurrent("Killed between the renewed tokens and their use: the next start goes on with them.", async (context) => {
  const world = await setUpEnded(context);
  const renewal = world.traps.set("POST /api/token", "after");
  world
    .api()
    .listDevices({})
    .catch(() => {});
  await renewal.reached;
  const use = world.traps.set("GET /api/devices", "before");
  renewal.release();
  await use.reached;
  await world.killAndRestart();
  use.release();
  expect(await world.api().listDevices({})).toMatchObject({ ok: true });
  expect(countOf(world, "/api/token")).toBe(1);
});

test.concurrent("Killed while the renewed tokens are on their way: the player is asked to sign in, once and clearly, and nothing is lost.", async (context) => {
  const world = await setUpEnded(context);
  const { deviceId } = await world.signedIn();
  const renewal = world.traps.set("POST /api/token", "after");
  world
    .api()
    .listDevices({})
    .catch(() => {});
  await renewal.reached;
  await world.killAndRestart();
  renewal.release();
  for (const _ of [1, 2, 3]) {
    expect(await world.api().listDevices({})).toMatchObject({
      error: { kind: "romm", code: "unauthorized" },
    });
  }
  await untilQuiet(world);
  // The lost one, and the one that was refused.
  expect(countOf(world, "/api/token")).toBe(2);
  expect(await world.connect(password)).toMatchObject({ ok: true, value: { deviceId } });
  expect(await world.api().listDevices({})).toMatchObject({ ok: true });
});

test.concurrent("RomM's half hour is over: all that the panel asks for goes on, with one renewal.", async (context) => {
  const world = await setUpEnded(context);
  const asked = await Promise.all([1, 2, 3, 4].map(() => world.api().listDevices({})));
  expect(asked.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(countOf(world, "/api/token")).toBe(1);
});

function countOf({ romm }: SignInWorld, path: string): number {
  return romm.requests.all().filter((request) => request.path === path).length;
}

/** The look that follows a sign-in is over. */
async function untilQuiet({ romm }: SignInWorld): Promise<void> {
  for (let before = -1; before !== romm.requests.all().length; ) {
    before = romm.requests.all().length;
    await wait(700);
  }
}
