import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, type TestContext, test, vi } from "vitest";
import type { Credentials } from "../../backend/contract/account.ts";
import { allRights, type SignInWorld, setUpSignIn } from "./sign-in-world.ts";

/* Every secret of every way is planted, and then looked for in all that anybody could read. */

const headers = { "X-Way-In": "secret-of-the-proxy-0123456789" };

/** What the process shows of itself to others. */
async function lookAt(world: SignInWorld): Promise<string[]> {
  return await Promise.all(
    ["cmdline", "environ"].map((name) => readFile(`/proc/${world.pid()}/${name}`, "latin1")),
  );
}

/** Good days and bad ones of each way; answers all secrets that were there. */
async function tellStories(world: SignInWorld, shown: string[]): Promise<string[]> {
  const secrets: string[] = [...Object.values(headers)];
  const connect = async (credentials: Credentials) => {
    const { origin } = world.romm;
    await world.api().connect({ origin, credentials, access: { headers } });
    shown.push(...(await lookAt(world)));
  };
  const withFaults = async (route: string, attempt: () => Promise<void>) => {
    for (const name of ["500", "cut-mid-body", "wrong-shape", "login-page-200", "403", "429"] as const) {
      await world.romm.faults.set(name, { route });
      await attempt();
      await world.romm.faults.clear();
    }
    await attempt();
  };

  const { token } = await world.makeToken();
  secrets.push(token);
  await withFaults("GET /api/users/me", () => connect({ kind: "token", token }));
  await connect({ kind: "token", token: `${token}x` });

  await withFaults("POST /api/client-tokens/exchange", async () => {
    world.elapse(61_000);
    const code = await world.makeCode();
    secrets.push(code);
    await connect({ kind: "pairing-code", code });
  });

  const passwords = ["password", "a guess at the password 0123456789"];
  secrets.push(...passwords.slice(1));
  for (const password of passwords) {
    await withFaults("POST /api/token", () => connect({ kind: "password", username: "player", password }));
  }
  world.elapse(31 * 60_000);
  await world.romm.faults.set("wrong-shape", { route: "POST /api/token", count: 1 });
  for (const _ of [1, 2]) await world.api().listDevices({});

  await pair(world, secrets);
  await world.api().moveServer({ origin: "http://127.0.0.1:1" });
  secrets.push(...(await storedSecrets(world)), ...heldByRomm(world));
  return [...new Set(secrets)].filter((secret) => secret.length >= 8);
}

async function pair(world: SignInWorld, secrets: string[]): Promise<void> {
  const started = await world.api().startPairing({ origin: world.romm.origin, access: { headers } });
  const pairing = started.ok ? started.value : expect.fail(JSON.stringify(started));
  const deviceCode = world.romm.rules.redis.get(`device_auth:uc:${pairing.userCode}`);
  secrets.push(deviceCode ?? expect.fail("no such pairing"));
  const awaited = world.api().awaitPairing(pairing);
  const { userCode } = pairing;
  await world.web("POST", "/api/auth/device/approve", { user_code: userCode, approved_scopes: allRights });
  expect(await awaited).toMatchObject({ ok: true });
  await world.api().getOverview({});
}

/** What the Deck keeps in its secret files: none of it may stand anywhere else. */
async function storedSecrets({ root }: SignInWorld): Promise<string[]> {
  const files = ["credentials.json", "credentials.json.prev", "servers.json"];
  const texts = await Promise.all(files.map((name) => readFile(join(root, "deck/settings", name), "utf8")));
  const found = texts.join("\n").match(/"(token|accessToken|refreshToken)":"([^"]+)"/g) ?? [];
  return found.map((pair) => pair.split('"')[3] ?? "");
}

function heldByRomm({ romm }: SignInWorld): string[] {
  return romm.rules.database.tokens.filter(({ device_id }) => device_id !== null).map(({ raw }) => raw);
}

test("No secret of any way stands in a log, an event, an answer, an error, an argument or a file that is not for it.", async (context: TestContext) => {
  const world = await setUpSignIn(context, "5.2");
  const shown: string[] = [];
  const secrets = await tellStories(world, shown);
  expect(secrets.length).toBeGreaterThan(10);
  await vi.waitFor(async () => expect(await world.readable()).toContain("savepoint.txt"));
  const readable = [...world.said(), ...shown, await world.readable()].join("\n");
  expect(readable.length).toBeGreaterThan(2_000);
  for (const secret of secrets)
    expect(readable.includes(secret), `"${secret.slice(0, 6)}…" is readable`).toBe(false);
  for (const name of ["credentials.json", "credentials.json.prev", "servers.json"]) {
    expect((await stat(join(world.root, "deck/settings", name))).mode & 0o777, name).toBe(0o600);
  }
});

test("Signed out, no file of the Deck holds what signed it in.", async (context: TestContext) => {
  const world = await setUpSignIn(context, "5.2");
  const { token } = await world.makeToken();
  const { origin } = world.romm;
  const credentials: Credentials = { kind: "password", username: "player", password: "password" };
  await world.api().connect({ origin, credentials: { kind: "token", token }, access: { headers } });
  await world.connect(credentials);
  const kept = await storedSecrets(world);
  await world.api().disconnect({});
  const left = await readAllSettings(world);
  for (const secret of [...kept, token, ...Object.values(headers)]) expect(left.includes(secret)).toBe(false);
});

async function readAllSettings({ root }: SignInWorld): Promise<string> {
  const names = ["credentials.json", "credentials.json.prev", "servers.json", "servers.json.prev"];
  const texts = names.map((name) => readFile(join(root, "deck/settings", name), "utf8").catch(() => ""));
  return (await Promise.all(texts)).join("\n");
}
