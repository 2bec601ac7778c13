import { X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { Trust } from "../../backend/machine/http.ts";
import { createRealHttp } from "../../backend/machine/real-http.ts";
import {
  type Authority,
  createAuthority,
  createSelfSigned,
  type Identity,
  tomorrow,
  yesterday,
} from "../world/network/certificates.ts";
import { startTlsFront } from "../world/network/tls-front.ts";

const here = ["127.0.0.1", "localhost"];
const plain: Trust = { authority: null, fingerprint: null, clientCertificate: null };

let home: Authority;
let stranger: Authority;
beforeAll(async () => {
  [home, stranger] = await Promise.all([createAuthority("Home"), createAuthority("Stranger")]);
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function setup(identity: Identity, options: { clientAuthority?: string } = {}) {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.end("ok"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const front = await startTlsFront({ target, identity, ...options });
  const http = createRealHttp({ userAgent: "Savepoint/1" });
  stops.push(() => server.close(), front.stop, http.close);
  const ask = async (trust: Partial<Trust> = {}, origin = front.origin): Promise<string> => {
    const headers = { authorization: "Bearer secret" };
    const signal = AbortSignal.timeout(20_000);
    const answer = await http.send({
      method: "GET",
      url: `${origin}/`,
      headers,
      signal,
      trust: { ...plain, ...trust },
    });
    const parts: Uint8Array[] = [];
    for await (const chunk of answer.body) parts.push(chunk);
    return Buffer.concat(parts).toString();
  };
  return { front, ask };
}

function fingerprintOf({ certificate }: Identity): string {
  return new X509Certificate(certificate).fingerprint256;
}

test("what an authority of the player's own vouches for is taken, and nothing else of it is needed", async () => {
  const { ask } = await setup(await home.issue({ names: here }));
  expect(await ask({ authority: home.certificate })).toBe("ok");
});

test.each<[string, () => Promise<Identity>, string]>([
  ["a self-signed certificate", () => createSelfSigned(here), "self-signed"],
  ["one of an unknown authority", () => stranger.issue({ names: here }), "unknown-issuer"],
  [
    "one that has ended",
    () => home.issue({ names: here, validTo: new Date(yesterday.getTime() + 1000) }),
    "expired",
  ],
  [
    "one that has not begun",
    () => home.issue({ names: here, validFrom: tomorrow, validTo: new Date(2 ** 42) }),
    "not-yet-valid",
  ],
  ["one of another host", () => home.issue({ names: ["romm.example"] }), "other-host"],
])("%s is refused before a byte is sent, and the refusal tells what was seen", async (_, issue, why) => {
  const identity = await issue();
  const { front, ask } = await setup(identity);
  for (let again = 0; again < 2; again++) {
    await expect(ask({ authority: home.certificate })).rejects.toMatchObject({
      code: "untrusted",
      certificate: {
        why,
        fingerprint: fingerprintOf(identity),
        subject: identity.certificate && expect.stringMatching(/^(127\.0\.0\.1|romm\.example)$/),
        validToMs: Date.parse(new X509Certificate(identity.certificate).validTo),
      },
    });
  }
  expect(front.received()).toBe("");
});

test("without a choice of the player's nothing but the system's authorities counts", async () => {
  const { front, ask } = await setup(await home.issue({ names: here }));
  await expect(ask()).rejects.toMatchObject({
    code: "untrusted",
    certificate: { why: "unknown-issuer", issuer: "Home" },
  });
  expect(front.received()).toBe("");
});

test("a certificate is taken by its fingerprint, whatever else it says", async () => {
  const expired = await stranger.issue({
    names: ["romm.example"],
    validTo: new Date(yesterday.getTime() + 1000),
  });
  const { ask } = await setup(expired);
  expect(await ask({ fingerprint: fingerprintOf(expired) })).toBe("ok");
});

test("beside a fingerprint no other certificate is taken, not even one that is in order", async () => {
  const first = await createSelfSigned(here);
  const { front, ask } = await setup(first);
  const trust = { fingerprint: fingerprintOf(first), authority: home.certificate };
  expect(await ask(trust)).toBe("ok");
  const before = front.received();
  const next = await home.issue({ names: here });
  front.show(next);
  await expect(
    ask({ ...trust, fingerprint: fingerprintOf(await createSelfSigned(here)) }),
  ).rejects.toMatchObject({
    code: "untrusted",
    certificate: { why: "other-than-pinned", fingerprint: fingerprintOf(next) },
  });
  expect(front.received()).toBe(before);
});

test("what was taken on one choice is not used for a request on another", async () => {
  const own = await createSelfSigned(here);
  const { ask } = await setup(own);
  expect(await ask({ fingerprint: fingerprintOf(own) })).toBe("ok");
  await expect(ask()).rejects.toMatchObject({ code: "untrusted" });
});

test("a proxy that asks who comes is shown the player's certificate", async () => {
  const { ask, front } = await setup(await home.issue({ names: here }), {
    clientAuthority: home.certificate,
  });
  const { certificate, key } = await home.issue({ names: ["deck"] });
  await expect(ask({ authority: home.certificate })).rejects.toMatchObject({
    code: expect.stringMatching(/refused|broken/),
  });
  expect(front.received()).toBe("");
  expect(await ask({ authority: home.certificate, clientCertificate: { certificate, key } })).toBe("ok");
});
