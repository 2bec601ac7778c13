import { expect, test } from "vitest";
import type { FindError, SeenCertificate } from "../../backend/contract/server.ts";
import type { RommErrorCode } from "../../backend/core/vocabulary.ts";
import { findError, phoneEntryError } from "../../src/words/en/find-server.ts";
import { rommProblem } from "../../src/words/en/romm-problems.ts";

const certificate: SeenCertificate = {
  ...{ fingerprint: "AB:CD", why: "self-signed", subject: "romm", issuer: "romm" },
  ...{ validFromMs: 0, validToMs: 0 },
};
const tried = ["https://romm.lan", "http://romm.lan", "http://romm.lan:8080", "http://romm.lan:3000/romm"];

function notFound(code: RommErrorCode, more: object = {}): FindError {
  return { kind: "romm", code, detail: "ECONNREFUSED 1.2.3.4", at: "https://romm.lan", tried, ...more };
}

test("Where nothing answers, the player reads what was tried.", () => {
  const sentence =
    "Nothing answers at romm.lan. Tried https, http, http port 8080, and http port 3000 /romm. Look at the address.";
  expect(findError(notFound("offline"))).toBe(sentence);
  expect(findError(notFound("timeout"))).toBe(sentence);
});

test("No network, no answer, and a refusal are three sentences, and each says what to do.", () => {
  const sentences = (
    ["no-network", "offline", "unauthorized", "forbidden", "untrusted", "web-page"] as const
  ).map((code) => rommProblem({ kind: "romm", code, detail: "" }));
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/Connect|Look|sign in|Sign in/);
  expect(sentences[0]).toContain("This Deck is offline");
  expect(sentences[1]).toContain("RomM does not answer");
});

test("Each trouble with a certificate has a sentence of its own, and none shows the system's words.", () => {
  const whys = [
    "self-signed",
    "unknown-issuer",
    "expired",
    "not-yet-valid",
    "other-host",
    "other-than-pinned",
    "revoked",
    "other",
  ] as const;
  const sentences = whys.map((why) =>
    findError(notFound("untrusted", { certificate: { ...certificate, why } })),
  );
  expect(new Set(sentences).size).toBe(whys.length);
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^romm\.lan: .+(trust it|choose|Renew|clock|Enter|Ask)/);
    expect(sentence).not.toMatch(/ECONN|AB:CD/);
  }
});

test("A save that is too large is told with the limit, where RomM tells it.", () => {
  const problem = { kind: "romm", code: "too-large", detail: "" } as const;
  expect(rommProblem({ ...problem, limitBytes: 512 * 1024 ** 2 })).toContain("512 MB");
  expect(rommProblem(problem)).not.toMatch(/\d/);
});

test("Why a phone cannot type the address is told with what to do.", () => {
  for (const kind of ["no-lan", "expired"] as const)
    expect(phoneEntryError({ kind })).toContain("ype the address here");
  expect(findError({ kind: "bad-origin", origin: "", why: "empty", tried: [], at: null })).toContain(
    "Enter the address",
  );
});
