import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import { createAuthority } from "../world/network/certificates.ts";
import { startForwarder, startPortal, startReverseProxy } from "../world/network/reverse-proxy.ts";
import { startTlsFront } from "../world/network/tls-front.ts";
import { startRomm } from "../world/romm/server.ts";
import { setUpRealBackend } from "./set-up-real-backend.ts";

async function setUp(context: TestContext) {
  const real = await setUpRealBackend(context);
  const romm = await startRomm({ folder: join(real.folder, "romm") });
  context.onTestFinished(romm.stop);
  return { ...real, romm };
}

function stopLater<T extends { stop(): Promise<void> }>(context: TestContext, one: T): T {
  context.onTestFinished(one.stop);
  return one;
}

test.concurrent("RomM is found by the words of a player, below a path behind a proxy, and signed in to there.", async (context) => {
  const { api, romm } = await setUp(context);
  const proxy = stopLater(
    context,
    await startReverseProxy({ target: romm.origin, basePath: "/romm", host: "::1" }),
  );
  const forwarder = stopLater(context, await startForwarder({ to: `${proxy.origin}/romm`, host: "::1" }));
  const found = await api.findServer({ typed: ` [::1]:${forwarder.port}/login?next=%2F ` });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  expect(found.value).toMatchObject({
    origin: `http://[::1]:${proxy.port}/romm`,
    serverVersion: "5.2.0",
    ways: ["device", "pairing-code", "token", "password"],
    tried: [
      `https://[::1]:${forwarder.port}`,
      `http://[::1]:${forwarder.port}`,
      `http://[::1]:${proxy.port}/romm`,
    ],
  });
  const credentials = { kind: "token", token: romm.token } as const;
  expect(await api.connect({ origin: found.value.origin, credentials })).toMatchObject({
    ok: true,
    value: { origin: found.value.origin },
  });
  expect(await api.listDevices({})).toMatchObject({ ok: true, value: [{ isThis: true }] });
  expect(proxy.requests.every(({ url }) => url.startsWith("/romm/api/"))).toBe(true);
});

test.concurrent("Nothing there, a portal, and a certificate that nothing vouches for are three answers, and nothing is kept.", async (context) => {
  const { api, romm } = await setUp(context);
  const portal = stopLater(context, await startPortal({ kind: "page" }));
  const identity = await (await createAuthority("Stranger")).issue({ names: ["127.0.0.1"] });
  const front = stopLater(context, await startTlsFront({ target: romm.origin, identity }));
  const closed = await startPortal({ kind: "page" });
  await closed.stop();
  const [host, port] = ["127.0.0.1", closed.port];
  expect(await api.findServer({ typed: `${host}:${port}` })).toMatchObject({
    ok: false,
    error: { code: "offline", tried: [`https://${host}:${port}`, `http://${host}:${port}`] },
  });
  expect(await api.findServer({ typed: `${host}:${portal.port}` })).toMatchObject({
    ok: false,
    error: { code: "web-page", at: portal.origin },
  });
  const refused = await api.findServer({ typed: `${host}:${front.port}` });
  if (refused.ok || refused.error.kind !== "romm") throw new Error("It was trusted.");
  expect(refused.error).toMatchObject({
    code: "untrusted",
    at: front.origin,
    certificate: { issuer: "Stranger" },
  });
  expect(front.received()).not.toContain("GET");
  const fingerprint = refused.error.certificate?.fingerprint ?? "";
  const taken = await api.findServer({ typed: front.origin, access: { fingerprint } });
  expect(taken).toMatchObject({ ok: true, value: { origin: front.origin } });
  expect(await api.findServer({ typed: front.origin })).toMatchObject({
    ok: false,
    error: { code: "untrusted" },
  });
  expect(await api.getOverview({})).toMatchObject({ connection: { kind: "signed-out" } });
});
