import { expect, type TestContext, test } from "vitest";
import { connectError } from "../../src/words/en/problems.ts";
import { allRights, type SignInWorld, setUpSignIn } from "./sign-in-world.ts";

const modern = ["4.8", "4.9", "5.0", "5.2", "5.4"];

/** Signed in, with this device known to RomM, and so it is after a restart. */
async function expectSignedIn(world: SignInWorld): Promise<void> {
  const { username, deviceId, missingRights } = await world.signedIn();
  expect({ username, missingRights }).toEqual({ username: "player", missingRights: [] });
  const { romm } = world;
  expect(romm.rules.database.devices.map(({ id }) => id)).toEqual([deviceId]);
  expect(romm.rules.database.devices[0]).toMatchObject({ client: "Savepoint", platform: "Linux" });
  await world.killAndRestart();
  expect(await world.signedIn()).toMatchObject({ username: "player", deviceId });
  expect(await world.api().listDevices({})).toMatchObject({ ok: true, value: [{ deviceId, isThis: true }] });
}

test.concurrent.for(modern)(
  "RomM %s: from nothing to signed in with a pasted token.",
  async (version, context) => {
    const world = await setUpSignIn(context, version);
    const { token } = await world.makeToken();
    expect(await world.connect({ kind: "token", token: ` "${token.replace("rmm_", "")}"\n` })).toMatchObject({
      ok: true,
    });
    await expectSignedIn(world);
  },
);

test.concurrent.for(modern)(
  "RomM %s: from nothing to signed in with a pairing code.",
  async (version, context) => {
    const world = await setUpSignIn(context, version);
    const code = await world.makeCode();
    const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
    expect(await world.connect({ kind: "pairing-code", code: typed })).toMatchObject({ ok: true });
    await expectSignedIn(world);
  },
);

test.concurrent.for(["4.7", ...modern])(
  "RomM %s: from nothing to signed in with user name and password.",
  async (version, context) => {
    const world = await setUpSignIn(context, version);
    const outcome = await world.connect({ kind: "password", username: " Player", password: "password" });
    expect(outcome).toMatchObject({ ok: true });
    await expectSignedIn(world);
  },
);

test.concurrent.for(["5.0", "5.2", "5.4"])(
  "RomM %s: from nothing to signed in by approving this Deck in a browser.",
  async (version, context) => {
    const world = await setUpSignIn(context, version);
    const started = await world.api().startPairing({ origin: world.romm.origin });
    const pairing = started.ok ? started.value : expect.fail(JSON.stringify(started));
    expect(pairing.urlWithCode).toBe(`${world.romm.origin}/pair/device?user_code=${pairing.userCode}`);
    expect(pairing.qrRows.length).toBeGreaterThan(20);
    const awaited = world.api().awaitPairing(pairing);
    await world.web("POST", "/api/auth/device/approve", {
      ...{ user_code: pairing.userCode, approved_scopes: allRights, device_name: "Upstairs" },
    });
    expect(await awaited).toMatchObject({ ok: true, value: { deviceName: "Upstairs" } });
    await expectSignedIn(world);
  },
);

/** What a try was refused with, in the words that the player reads. */
async function refusalOf(outcome: Promise<{ ok: boolean; error?: unknown }>): Promise<string> {
  const { ok, error } = await outcome;
  return ok ? "signed in" : connectError(error as Parameters<typeof connectError>[0]);
}

interface Refused {
  name: string;
  version: string;
  attempt(world: SignInWorld): Promise<{ ok: boolean; error?: unknown }>;
  reads: RegExp;
}

const refusals: Refused[] = [
  {
    name: "a token that RomM does not know",
    version: "5.2",
    attempt: (world) => world.connect({ kind: "token", token: `rmm_${"0".repeat(64)}` }),
    reads: /does not accept this token. Copy it again/,
  },
  {
    name: "a token that RomM takes for a broken JWT",
    version: "5.2",
    attempt: (world) => world.connect({ kind: "token", token: "no-token-at-all" }),
    reads: /looks incomplete. One begins with rmm_/,
  },
  {
    name: "a token that was cut",
    version: "5.2",
    attempt: (world) => world.connect({ kind: "token", token: `rmm_${"0".repeat(40)}` }),
    reads: /looks incomplete/,
  },
  {
    name: "a token that may not send saves",
    version: "5.2",
    attempt: async (world) => {
      const { token } = await world.makeToken(allRights.filter((right) => right !== "assets.write"));
      return await world.connect({ kind: "token", token });
    },
    reads: /cannot send saves \(assets.write\). Ask again and allow/,
  },
  {
    name: "a code that is none",
    version: "5.2",
    attempt: (world) => world.connect({ kind: "pairing-code", code: "K7QX" }),
    reads: /does not know this code.*lasts a minute/,
  },
  {
    name: "a code that ran out",
    version: "4.8",
    attempt: async (world) => {
      const code = await world.makeCode();
      world.elapse(61_000);
      return await world.connect({ kind: "pairing-code", code });
    },
    reads: /does not know this code.*lasts a minute/,
  },
  {
    name: "the sixth code in a minute",
    version: "5.2",
    attempt: async (world) => {
      for (const code of ["AAAAAAA2", "AAAAAAA3", "AAAAAAA4", "AAAAAAA5", "AAAAAAA6"])
        await world.connect({ kind: "pairing-code", code });
      return await world.connect({ kind: "pairing-code", code: await world.makeCode() });
    },
    reads: /Too many tries. Wait a minute/,
  },
  {
    name: "a code of a token that may not see devices",
    version: "5.2",
    attempt: async (world) =>
      await world.connect({
        kind: "pairing-code",
        code: await world.makeCode(allRights.filter((right) => !right.startsWith("devices"))),
      }),
    reads: /cannot see your devices \(devices.read\) and make this Deck known \(devices.write\)/,
  },
  {
    name: "a code in a RomM that has none",
    version: "4.7",
    attempt: (world) => world.connect({ kind: "pairing-code", code: "K7QX2MPD" }),
    reads: /A pairing code needs RomM 4.8.0 or newer. This is RomM 4.7.0/,
  },
  {
    name: "the code of an account that is switched off",
    version: "5.2",
    attempt: async (world) => {
      const code = await world.makeCode();
      switchOff(world);
      return await world.connect({ kind: "pairing-code", code });
    },
    reads: /switched off in RomM/,
  },
  {
    name: "a wrong password",
    version: "4.7",
    attempt: (world) => world.connect({ kind: "password", username: "player", password: "guess" }),
    reads: /user name or the password is wrong/,
  },
  {
    name: "a password of an account that is switched off",
    version: "5.2",
    attempt: async (world) => {
      switchOff(world);
      return await world.connect({ kind: "password", username: "player", password: "password" });
    },
    reads: /switched off in RomM/,
  },
  {
    name: "a password of a user who may not send saves",
    version: "5.2",
    attempt: async (world) => {
      const [user] = world.romm.rules.database.users;
      if (user) user.scopes = user.scopes.filter((scope) => scope !== "assets.write");
      return await world.connect({ kind: "password", username: "player", password: "password" });
    },
    reads: /cannot send saves \(assets.write\)/,
  },
  {
    name: "a pairing in a RomM that has none",
    version: "4.9",
    attempt: (world) => world.api().startPairing({ origin: world.romm.origin }),
    reads: /with your phone needs RomM 5.0.0 or newer. This is RomM 4.9.0/,
  },
  {
    name: "the eleventh pairing in a minute",
    version: "5.2",
    attempt: async (world) => {
      for (let starts = 0; starts < 10; starts += 1)
        await world.api().startPairing({ origin: world.romm.origin });
      return await world.api().startPairing({ origin: world.romm.origin });
    },
    reads: /Too many tries. Wait a minute/,
  },
  {
    name: "a pairing that was denied",
    version: "5.2",
    attempt: (world) =>
      pair(world, ({ userCode }) => world.web("POST", "/api/auth/device/deny", { user_code: userCode })),
    reads: /refused in RomM. Try again/,
  },
  {
    name: "a pairing that ran out",
    version: "5.2",
    attempt: (world) => pair(world, async () => world.elapse(601_000)),
    reads: /code ran out. Ask for a new one/,
  },
  {
    name: "a pairing that was cancelled",
    version: "5.2",
    attempt: (world) => pair(world, (pairing) => world.api().cancelPairing(pairing)),
    reads: /was cancelled/,
  },
  {
    name: "a pairing from before a restart",
    version: "5.2",
    attempt: (world) => world.api().awaitPairing({ pairingId: "of another process" }),
    reads: /code ran out. Ask for a new one/,
  },
  {
    name: "a pairing that was approved with too little",
    version: "5.2",
    attempt: (world) =>
      pair(world, ({ userCode }) =>
        world.web("POST", "/api/auth/device/approve", {
          user_code: userCode,
          approved_scopes: ["me.read", "roms.read"],
        }),
      ),
    reads: /cannot fetch saves \(assets.read\), send saves \(assets.write\)/,
  },
];

async function pair(
  world: SignInWorld,
  answer: (pairing: { pairingId: string; userCode: string }) => Promise<unknown>,
) {
  const started = await world.api().startPairing({ origin: world.romm.origin });
  if (!started.ok) return started;
  const awaited = world.api().awaitPairing(started.value);
  await answer(started.value);
  return await awaited;
}

function switchOff({ romm }: SignInWorld): void {
  for (const user of romm.rules.database.users) user.enabled = false;
}

test.concurrent.for(refusals)(
  "RomM $version refuses $name, and the player reads what to do.",
  async ({ version, attempt, reads }, context) => {
    const world = await setUpSignIn(context, version);
    expect(await refusalOf(attempt(world))).toMatch(reads);
    expect(await world.api().getOverview({})).toMatchObject({ connection: { kind: "signed-out" } });
    await world.killAndRestart();
    expect(await world.api().getOverview({})).toMatchObject({ connection: { kind: "signed-out" } });
  },
);

test.concurrent("A right that saves do not need is named, and they follow the player all the same.", async (context: TestContext) => {
  const world = await setUpSignIn(context, "5.2");
  const { token } = await world.makeToken(allRights.filter((right) => right !== "roms.user.write"));
  const missingRights = ["roms.user.write"];
  expect(await world.connect({ kind: "token", token })).toMatchObject({ ok: true, value: { missingRights } });
  await world.killAndRestart();
  expect(await world.signedIn()).toMatchObject({ missingRights });
});
