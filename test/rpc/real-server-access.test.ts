import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, type TestContext, test } from "vitest";
import type { ServerAccess } from "../../backend/contract/server.ts";
import { type Authority, createAuthority, createSelfSigned } from "../world/network/certificates.ts";
import { startReverseProxy } from "../world/network/reverse-proxy.ts";
import { startTlsFront } from "../world/network/tls-front.ts";
import { startRomm } from "../world/romm/server.ts";
import { type RealBackend, setUpRealBackend } from "./set-up-real-backend.ts";

const here = ["127.0.0.1"];
const proxyHeaders = {
  "CF-Access-Client-Id": "deck.access",
  "CF-Access-Client-Secret": "secret-of-the-proxy",
};

let home: Authority;
beforeAll(async () => {
  home = await createAuthority("Home");
});

async function setUp(context: TestContext, env: Record<string, string> = {}) {
  const real = await setUpRealBackend(context, { env });
  const romm = await startRomm({ folder: join(real.folder, "romm") });
  context.onTestFinished(romm.stop);
  const authorityPath = join(real.folder, "home.pem");
  await writeFile(authorityPath, home.certificate);
  const connect = (origin: string, access?: ServerAccess) =>
    real.api.connect({
      origin,
      credentials: { kind: "token", token: romm.token },
      ...(access && { access }),
    });
  return { ...real, romm, authorityPath, connect };
}

async function restart(context: TestContext, { backend, folder }: RealBackend): Promise<RealBackend> {
  backend.stdin.end();
  await backend.exited;
  return await setUpRealBackend(context, { folder });
}

/** Every text that lies in a folder, with its file's name before it. */
async function readAll(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(async (path) => `${path}\n${await readFile(path, "latin1")}`));
  return texts.join("\n");
}

test.concurrent("A server with a certificate of the home's own authority is used with that authority, also after a restart.", async (context) => {
  const setup = await setUp(context);
  const front = await startTlsFront({
    target: setup.romm.origin,
    identity: await home.issue({ names: here }),
  });
  context.onTestFinished(front.stop);

  expect(await setup.connect(front.origin)).toMatchObject({
    ok: false,
    error: { kind: "romm", code: "untrusted", certificate: { why: "unknown-issuer", issuer: "Home" } },
  });
  expect(front.received()).toBe("");
  expect(await setup.connect(front.origin, { authorityPath: setup.authorityPath })).toMatchObject({
    ok: true,
  });

  const later = await restart(context, setup);
  expect(await later.api.listDevices({})).toMatchObject({ ok: true, value: [{ isThis: true }] });
});

test.concurrent("A server with a self-signed certificate is used once the player took its fingerprint, and no other one's.", async (context) => {
  const { api, romm, connect } = await setUp(context);
  const front = await startTlsFront({ target: romm.origin, identity: await createSelfSigned(here) });
  context.onTestFinished(front.stop);

  const refused = await connect(front.origin);
  if (refused.ok || refused.error.kind !== "romm") throw new Error("It was trusted.");
  const { certificate } = refused.error;
  expect(certificate).toMatchObject({
    why: "self-signed",
    fingerprint: expect.stringMatching(/^(..:){31}..$/),
  });
  expect(await connect(front.origin, { fingerprint: certificate?.fingerprint ?? "" })).toMatchObject({
    ok: true,
  });

  front.show(await createSelfSigned(here));
  const before = front.received();
  await new Promise((resolve) => setTimeout(resolve, 3500)); // Connections that idle as long are not used again.
  expect(await api.listDevices({})).toMatchObject({
    ok: false,
    error: { code: "untrusted", certificate: { why: "other-than-pinned" } },
  });
  expect(front.received()).toBe(before);
});

test.concurrent("What the machine's owner put among the system's authorities is trusted without a choice.", async (context) => {
  const folder = await setUp(context);
  const { romm, connect } = await setUp(context, { SSL_CERT_FILE: folder.authorityPath });
  const front = await startTlsFront({ target: romm.origin, identity: await home.issue({ names: here }) });
  context.onTestFinished(front.stop);
  expect(await connect(front.origin)).toMatchObject({ ok: true });
});

test.concurrent("A proxy's headers go with every request to the server, to no other one, and are forgotten with the account.", async (context) => {
  const { api, backend, folder, romm, connect } = await setUp(context);
  const elsewhere = await startReverseProxy({ target: romm.origin });
  const proxy = await startReverseProxy({
    target: romm.origin,
    demands: { headers: proxyHeaders, loginUrl: `${elsewhere.origin}/login` },
  });
  context.onTestFinished(proxy.stop);
  context.onTestFinished(elsewhere.stop);

  expect(await connect(proxy.origin)).toMatchObject({ ok: false, error: { code: "redirected" } });
  expect(
    await connect(proxy.origin, { headers: { ...proxyHeaders, "CF-Access-Client-Secret": "wrong-secret" } }),
  ).toMatchObject({
    ok: false,
    error: { code: "redirected" },
  });
  expect(elsewhere.requests).toEqual([]);
  expect(await connect(proxy.origin, { headers: proxyHeaders })).toMatchObject({ ok: true });
  expect(await api.listDevices({})).toMatchObject({ ok: true });
  expect((await stat(join(folder, "settings/servers.json"))).mode & 0o777).toBe(0o600);

  const { romm: other } = await setUp(context);
  const second = await startReverseProxy({ target: other.origin });
  context.onTestFinished(second.stop);
  await api.connect({ origin: second.origin, credentials: { kind: "token", token: other.token } });
  for (const { headers } of second.requests) expect(headers).not.toHaveProperty("cf-access-client-secret");
  expect(second.requests.length).toBeGreaterThan(0);

  expect(await connect(proxy.origin)).toMatchObject({ ok: true });
  await api.disconnect({});
  backend.stdin.end();
  await backend.exited;
  const left = await readAll(folder);
  expect(left).toContain("servers.json");
  expect(left).not.toMatch(/secret-of-the-proxy|wrong-secret/);
  expect(backend.notes()).not.toMatch(/secret/);
});

test.concurrent("A proxy that asks who comes lets this Deck in with the player's certificate, also after a restart.", async (context) => {
  const setup = await setUp(context);
  const front = await startTlsFront({
    ...{ target: setup.romm.origin, identity: await home.issue({ names: here }) },
    clientAuthority: home.certificate,
  });
  context.onTestFinished(front.stop);
  const own = await home.issue({ names: ["deck"] });
  const [certificatePath, keyPath] = [join(setup.folder, "deck.pem"), join(setup.folder, "deck.key")];
  await writeFile(certificatePath, own.certificate);
  await writeFile(keyPath, own.key);
  const { authorityPath } = setup;

  expect(await setup.connect(front.origin, { authorityPath })).toMatchObject({
    ok: false,
    error: { kind: "romm" },
  });
  expect(front.received()).toBe("");
  const clientCertificate = { certificatePath, keyPath };
  expect(await setup.connect(front.origin, { authorityPath, clientCertificate })).toMatchObject({ ok: true });
  const later = await restart(context, setup);
  expect(await later.api.listDevices({})).toMatchObject({ ok: true, value: [{ isThis: true }] });
});

test.concurrent("A choice that cannot be used is told before anything is asked, and changes nothing.", async (context) => {
  const { folder, romm, connect } = await setUp(context);
  const garbage = join(folder, "garbage.pem");
  await writeFile(garbage, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  const [own, other] = await Promise.all([createSelfSigned(["deck"]), createSelfSigned(["deck"])]);
  const [certificatePath, keyPath] = [join(folder, "own.pem"), join(folder, "other.key")];
  await writeFile(certificatePath, own.certificate);
  await writeFile(keyPath, other.key);
  const refusals: [ServerAccess, string][] = [
    [{ authorityPath: join(folder, "nothing.pem") }, "authority"],
    [{ authorityPath: "home.pem" }, "authority"],
    [{ authorityPath: garbage }, "authority"],
    [{ authorityPath: keyPath }, "authority"],
    [{ fingerprint: "AB:CD" }, "fingerprint"],
    [{ headers: { "X-Key": "two\r\nlines" } }, "headers"],
    [{ headers: { "X Key": "value" } }, "headers"],
    [{ headers: { Authorization: "Basic abc" } }, "headers"],
    [{ headers: { Host: "elsewhere" } }, "headers"],
    [{ clientCertificate: { certificatePath, keyPath } }, "client-certificate"],
    [{ clientCertificate: { certificatePath, keyPath: certificatePath } }, "client-certificate"],
  ];
  romm.requests.clear();
  for (const [access, part] of refusals) {
    const outcome = await connect(romm.origin, access);
    expect(outcome, JSON.stringify(access)).toMatchObject({ ok: false, error: { kind: "bad-access", part } });
  }
  expect(romm.requests.all()).toEqual([]);
  await expect(stat(join(folder, "settings/servers.json"))).rejects.toMatchObject({ code: "ENOENT" });
});
