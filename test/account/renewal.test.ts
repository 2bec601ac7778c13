import { expect, test } from "vitest";
import { createRenewal } from "../../backend/account/renewal.ts";
import type { OauthLogin } from "../../backend/core/login.ts";
import { RommError } from "../../backend/core/romm-error.ts";
import { createRealClock } from "../../backend/machine/clock.ts";
import { withRenewal } from "../../backend/romm/wire/renewal.ts";

const call = { task: "ask", method: "GET", path: "/api/users/me" } as const;
const never = new AbortController().signal;
const bare500 = () => new RommError("server-error", "500", { status: 500, isBare500: true });

/** RomM's half of a renewal: one access token is good at a time, and a refresh token serves once. */
function setup(options: { expiresAtMs?: number; isEverBroken?: boolean } = {}) {
  const first: OauthLogin = {
    ...{ kind: "oauth", accessToken: "access 0", refreshToken: "refresh 0" },
    expiresAtMs: options.expiresAtMs ?? Number.MAX_SAFE_INTEGER,
  };
  const romm = { count: 0, good: "access 1", refreshes: [] as string[], sent: [] as string[] };
  const disk = { saved: [first], fails: false };
  const faults: unknown[] = [];
  const deps = {
    clock: createRealClock(),
    log: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
    async refresh({ refreshToken }: { refreshToken: string }) {
      romm.refreshes.push(refreshToken);
      const fault = faults.shift();
      if (fault) throw fault;
      if (refreshToken !== `refresh ${romm.count}`) return { kind: "ended" } as const;
      romm.count += 1;
      romm.good = `access ${romm.count}`;
      const tokens = { accessToken: romm.good, refreshToken: `refresh ${romm.count}` };
      return { kind: "tokens", ...tokens, expiresInMs: 1_800_000 } as const;
    },
    async save(login: OauthLogin) {
      if (disk.fails) throw new Error("No space left.");
      disk.saved.push(login);
    },
  };
  const tokens = createRenewal(deps, first);
  const calls = withRenewal(
    {
      async ask() {
        const used = tokens.current() ?? "";
        romm.sent.push(used);
        await Promise.resolve();
        if (options.isEverBroken || used !== romm.good) throw bare500();
        return { status: 200, json: used };
      },
      fetchBytes: () => expect.fail("Not used."),
    },
    tokens,
  );
  return {
    romm,
    disk,
    faults,
    calls,
    tokens,
    restart: () => createRenewal(deps, disk.saved.at(-1) ?? first),
  };
}

test("a bare 500 renews the token once, and the call goes out again with the new one", async () => {
  const { calls, romm, disk } = setup();
  expect(await calls.ask(call, never)).toMatchObject({ json: "access 1" });
  expect(romm.sent).toEqual(["access 0", "access 1"]);
  expect(disk.saved.at(-1)).toMatchObject({ refreshToken: "refresh 1" });
});

test("ten calls whose token has ended share one renewal", async () => {
  const { calls, romm } = setup();
  await Promise.all(Array.from({ length: 10 }, () => calls.ask(call, never)));
  expect(romm.refreshes).toEqual(["refresh 0"]);
});

test("a token that is about to end is renewed before the call, so that a stream is sent once", async () => {
  const { calls, romm } = setup({ expiresAtMs: Date.now() + 10_000 });
  const chunks = (async function* () {})();
  const body = { kind: "stream", contentType: "text/plain", sizeBytes: 0, chunks } as const;
  await calls.ask({ ...call, method: "POST", body }, never);
  expect(romm.sent).toEqual(["access 1"]);
});

test("a server that fails for a reason of its own is not asked for new tokens again and again", async () => {
  const { calls, romm } = setup({ isEverBroken: true });
  for (const _ of Array.from({ length: 5 })) {
    await expect(calls.ask(call, never)).rejects.toMatchObject({ isBare500: true });
  }
  expect(romm.refreshes).toHaveLength(1);
});

test("a refused refresh token is a sign-in, and is never shown to RomM again", async () => {
  const { calls, romm } = setup();
  romm.count = 7;
  for (const _ of Array.from({ length: 3 })) {
    await expect(calls.ask(call, never)).rejects.toMatchObject({ code: "unauthorized" });
  }
  expect(romm.refreshes).toEqual(["refresh 0"]);
});

test("no network at the renewal is no sign-in: the next call tries again", async () => {
  const { calls, romm, faults } = setup();
  faults.push(new RommError("offline", "no way", { didArrive: false }));
  await expect(calls.ask(call, never)).rejects.toMatchObject({ code: "offline" });
  expect(await calls.ask(call, never)).toMatchObject({ json: "access 1" });
  expect(romm.refreshes).toEqual(["refresh 0", "refresh 0"]);
});

test("killed after the new tokens were written down, the next start goes on with them", async () => {
  const { calls, romm, restart } = setup();
  await calls.ask(call, never);
  const after = restart();
  await after.renew("access 1");
  expect(romm.refreshes).toEqual(["refresh 0", "refresh 1"]);
});

test("a refresh token that could not be written down is not used before it is", async () => {
  const { calls, tokens, romm, disk } = setup();
  disk.fails = true;
  await expect(calls.ask(call, never)).rejects.toThrow("No space left.");
  await expect(tokens.renew("access 1")).rejects.toThrow("No space left.");
  expect(romm.refreshes).toEqual(["refresh 0"]);
  disk.fails = false;
  await tokens.renew("access 1");
  expect(romm.refreshes).toEqual(["refresh 0", "refresh 1"]);
  expect(disk.saved.map((login) => login.refreshToken)).toEqual(["refresh 0", "refresh 1", "refresh 2"]);
});
