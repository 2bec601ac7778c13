import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  readServerAddress,
  readTypedAddress,
  type TypedAddress,
  toOrigin,
} from "../../../backend/account/server/address.ts";

function read(typed: string): TypedAddress | string {
  const outcome = readTypedAddress(typed);
  return outcome.ok ? outcome.value : outcome.error.kind;
}

const root = [""];

describe("what players type is taken apart", () => {
  test.each<[string, Partial<TypedAddress>]>([
    ["romm.local", { scheme: null, host: "romm.local", port: null, basePaths: root }],
    ["  romm.local  ", { host: "romm.local" }],
    ["romm. local", { host: "romm.local" }],
    ["ROMM.Home.LAN", { host: "romm.home.lan" }],
    ["romm.local.", { host: "romm.local" }],
    ["romm.local/", { host: "romm.local", basePaths: root }],
    ["romm.local///", { host: "romm.local", basePaths: root }],
    ["romm.local:8080", { scheme: null, host: "romm.local", port: 8080 }],
    ["romm.local:8080/romm", { port: 8080, basePaths: ["/romm", ""] }],
    ["HTTP://romm.local", { scheme: "http", host: "romm.local", port: null }],
    ["https://romm.local:443", { scheme: "https", port: 443 }],
    ["http://romm.local:80/", { scheme: "http", port: 80 }],
    ["http:romm.local", { scheme: "http", host: "romm.local" }],
    ["https:/romm.local", { scheme: "https", host: "romm.local" }],
    ["http//romm.local", { scheme: "http", host: "romm.local" }],
    ["http:\\\\romm.local", { scheme: "http", host: "romm.local" }],
    // A path alone reads as a host: nothing tells them apart.
    ["/romm", { host: "romm", basePaths: root }],
    ["//romm.local", { scheme: null, host: "romm.local" }],
    ["192.168.1.5:3000", { scheme: null, host: "192.168.1.5", port: 3000 }],
    ["[::1]", { host: "[::1]", port: null }],
    ["[2001:DB8::5]:8080/romm/", { host: "[2001:db8::5]", port: 8080, basePaths: ["/romm", ""] }],
    ["::1", { host: "[::1]", port: null }],
    ["2001:db8::5", { host: "[2001:db8::5]", port: null }],
    ["http://fd00::12/", { scheme: "http", host: "[fd00::12]", port: null }],
    ["bücher.example", { host: "xn--bcher-kva.example" }],
    ["BÜCHER.example", { host: "xn--bcher-kva.example" }],
    ["ｒｏｍｍ．ｌｏｃａｌ", { host: "romm.local" }],
    ["<https://romm.local>", { scheme: "https", host: "romm.local" }],
    ['"romm.local"', { host: "romm.local" }],
    ["romm\u200b.local\u2060", { host: "romm.local" }],
    ["localhost", { host: "localhost" }],
    ["romm", { host: "romm" }],
    ["http", { scheme: null, host: "http" }],
    ["https.example", { scheme: null, host: "https.example" }],
  ])("%s", (typed, expected) => expect(read(typed)).toMatchObject(expected));
});

describe("an address copied from the browser leads to the server, whichever page was open", () => {
  test.each<[string, string[]]>([
    ["https://romm.lan/login?next=%2Fplatform%2F3", ["", "/login"]],
    ["https://romm.lan/login", ["", "/login"]],
    ["https://romm.lan/rom/12/ejs", ["", "/rom/12/ejs"]],
    ["https://romm.lan/platform/3?search=a#top", ["", "/platform/3"]],
    ["https://romm.lan/?a=b", root],
    ["https://romm.lan?a=b", root],
    ["https://romm.lan#x", root],
    ["https://lan/romm/login", ["/romm", "", "/romm/login"]],
    ["https://lan/games/romm/pair/device?user_code=AB", ["/games/romm", "/games", "", "/games/romm/pair"]],
    ["https://lan/Romm/LOGIN", ["/Romm", "", "/Romm/LOGIN"]],
    ["https://lan/a/../romm/./", ["/romm", ""]],
    ["https://lan/a//b/", ["/a/b", "/a", ""]],
    ["https://lan/a/b/c/d/e", ["/a/b/c", "/a/b", "/a", ""]],
    ["https://lan/meine%20spiele", ["/meine%20spiele", ""]],
  ])("%s", (typed, basePaths) => expect(read(typed)).toMatchObject({ basePaths }));
});

describe("what is no address is refused, and the refusal says what is wrong with it", () => {
  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["http://", "empty"],
    ["https:///", "empty"],
    ["ftp://romm.local", "other-scheme"],
    ["smb://nas/romm", "other-scheme"],
    ["romm://x", "other-scheme"],
    ["player:password@romm.local", "holds-user"],
    ["https://player@romm.local/", "holds-user"],
    ["romm.local:99999", "not-an-address"],
    ["romm.local:0", "not-an-address"],
    ["romm.local:port", "not-an-address"],
    ["ro^mm.local", "not-an-address"],
    ["[::1", "not-an-address"],
    ["[fe80::1%25eth0]", "not-an-address"],
    [".", "not-an-address"],
    ["1.2.3.4.5", "not-an-address"],
  ])("%s", (typed, expected) => expect(read(typed)).toBe(expected));
});

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join(".")),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);
const scheme = fc.constantFrom("http" as const, "https" as const);
const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
const base = fc
  .array(fc.stringMatching(/^[a-z]{4,6}x$/), { maxLength: 2 })
  .map((parts) => parts.map((part) => `/${part}`).join(""));
const noise = fc.constantFrom("", " ", "\t", "\u00a0", "\u200b", "\n");
const tail = fc.constantFrom(
  "",
  "/",
  "//",
  "/login",
  "/login/?next=/",
  "?a=1",
  "#top",
  "/platform/4",
  "/rom/7?x=%20",
);

const server = fc.record({ scheme, host, port, base });

test("however it is typed, the same server comes of it", () => {
  fc.assert(
    fc.property(server, fc.record({ noise, tail, isUpper: fc.boolean() }), (it, how) => {
      const authority = `${it.host}${it.port === null ? "" : `:${it.port}`}`;
      const start = `${it.scheme}://${authority}`;
      const typed = `${how.noise}${how.isUpper ? start.toUpperCase() : start}${it.base}${how.tail}${how.noise}`;
      const plain = readTypedAddress(`${it.scheme}://${authority}${it.base}`);
      const found = readTypedAddress(typed);
      if (!plain.ok || !found.ok) throw new Error(typed);
      expect(found.value).toMatchObject({ scheme: it.scheme, host: plain.value.host, port: it.port });
      expect(found.value.basePaths[0]).toBe(it.base);
    }),
  );
});

test("a server's address reads as itself, and a word longer or shorter for it reads as the same", () => {
  fc.assert(
    fc.property(server, (it) => {
      const origin = toOrigin({ scheme: it.scheme, host: it.host, port: it.port });
      const address = `${origin}${it.base}`;
      expect(readServerAddress(address)).toEqual({ ok: true, value: address });
      expect(readServerAddress(` ${address}/ `)).toEqual({ ok: true, value: address });
    }),
  );
});

test("whatever is typed, it is read or refused: nothing throws, and nothing that is read holds a user's name", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.webUrl({ withQueryParameters: true })),
      (typed) => {
        const found = read(typed);
        if (typeof found === "string") return;
        const url = new URL(
          `${toOrigin({ ...found, scheme: found.scheme ?? "https" })}${found.basePaths[0]}`,
        );
        expect([url.username, url.password, url.search, url.hash]).toEqual(["", "", "", ""]);
        expect(url.hostname).toBe(found.host);
      },
    ),
    { numRuns: 1000 },
  );
});
