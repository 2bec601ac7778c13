import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultServer, startFaultServer } from "./fault-server.ts";
import { calls } from "./romm-calls.ts";
import { type ClientUnderTest, proxyKey, setupRomm, token, withHeaders } from "./setup-romm.ts";

let server: FaultServer;
let client: ClientUnderTest | null = null;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(async () => {
  client?.http.close();
  await server.stop();
});

function setup(options: Parameters<typeof setupRomm>[1] = {}, origin = server.origin) {
  client = setupRomm(origin, options);
  return client;
}

const never = new AbortController().signal;

test("a call carries the token, the extra headers and our own user agent", async () => {
  server.play("none", calls["users.me"].happy);
  await setup().romm.users.me(never);
  expect(server.requests).toMatchObject([
    {
      url: "/api/users/me",
      headers: { authorization: `Bearer ${token}`, "x-proxy-key": proxyKey, "user-agent": "Savepoint/1.2.3" },
    },
  ]);
  expect(server.requests[0]?.headers).not.toHaveProperty("cookie");
});

test("the heartbeat goes without the token, since a bad one makes RomM fail, but through the proxy", async () => {
  server.play("none", calls.heartbeat.happy);
  await setup().romm.heartbeat(never);
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  expect(server.requests[0]?.headers).toMatchObject({ "x-proxy-key": proxyKey });
});

test("an extra header cannot take the place of the token", async () => {
  server.play("none", calls["users.me"].happy);
  await setup({ access: withHeaders({ Authorization: "Basic abc" }) }).romm.users.me(never);
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
});

test.each(["", "two words", "line\nbreak", "smörgås"])(
  "a token such as %j is refused before it is sent",
  async (bad) => {
    const { romm } = setup({ token: bad });
    await expect(romm.users.me(never)).rejects.toMatchObject({ code: "unauthorized", didArrive: false });
    expect(server.requests).toEqual([]);
  },
);

test("an extra header that cannot be sent is refused before it is sent, without its value", async () => {
  const { romm } = setup({ access: withHeaders({ "X-Key": "a\r\nX-Evil: yes" }) });
  const failure = expect(romm.users.me(never)).rejects;
  await failure.toMatchObject({
    code: "rejected",
    didArrive: false,
    message: expect.not.stringContaining("Evil"),
  });
  expect(server.requests).toEqual([]);
});

test("without a token only the heartbeat's kind of call can work, and none is invented", async () => {
  server.play("401", { body: null });
  const { romm } = setup({ token: null });
  await expect(romm.users.me(never)).rejects.toMatchObject({ code: "unauthorized" });
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("RomM below a path is asked below it, and a query or a user in the address is left out", async () => {
  server.play("none", calls["users.me"].happy);
  const { host } = new URL(server.origin);
  await setup({}, `http://name:secret@${host}/romm/?a=b#c`).romm.users.me(never);
  expect(server.requests[0]).toMatchObject({
    url: "/romm/api/users/me",
    headers: { authorization: `Bearer ${token}` },
  });
});

test("a server that repeats the secrets in its answer does not get them into a message or the log", async () => {
  server.play("422", { body: null });
  const { romm, logged } = setup({ token: "Field", access: withHeaders({ "X-Key": "required" }) });
  const error = await romm.users.me(never).catch((reason: unknown) => reason);
  expect(String(error)).toContain('RomM says: "*** ***"');
  expect(logged.join()).not.toMatch(/Field|required/);
});

test("a 403 may mean the end of a sign-in before RomM 5.2, and no longer since", async () => {
  server.play("403", { body: null });
  const older = setup({ serverVersion: "5.1.0" });
  await expect(older.romm.users.me(never)).rejects.toThrow("has ended, or lacks a right");
  older.http.close();
  const newer = setup({ serverVersion: "5.2.0" });
  await expect(newer.romm.users.me(never)).rejects.toThrow("this sign-in lacks a right");
});
