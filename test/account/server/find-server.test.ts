import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createFindServer } from "../../../backend/assembly/find-server.ts";
import type { ServerAccess } from "../../../backend/contract/server.ts";
import { plainAccess, type StoredAccess } from "../../../backend/core/server-access.ts";
import { createRealClock } from "../../../backend/machine/clock.ts";
import { type Http, HttpError } from "../../../backend/machine/http.ts";
import type { Log } from "../../../backend/machine/log.ts";
import { createRealHttp } from "../../../backend/machine/real-http.ts";
import { type Authority, createAuthority, createSelfSigned } from "../../world/network/certificates.ts";
import {
  type FrontDoor,
  startForwarder,
  startPortal,
  startReverseProxy,
} from "../../world/network/reverse-proxy.ts";
import { startTlsFront } from "../../world/network/tls-front.ts";
import { type Romm, type RommOptions, startRomm } from "../../world/romm/server.ts";

const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

let home: Authority;
beforeAll(async () => {
  home = await createAuthority("Home");
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function stopLater<T extends { stop(): Promise<void> }>(one: T): T {
  stops.push(one.stop);
  return one;
}

async function setupRomm(options: Partial<RommOptions> = {}): Promise<Romm> {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-find-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  return stopLater(await startRomm({ folder, ...options }));
}

async function encrypted(target: string): Promise<string> {
  return stopLater(await startTlsFront({ target, identity: await home.issue({ names: ["127.0.0.1"] }) }))
    .origin;
}

/** A network of its own: who stands behind which address. Nobody else is there. */
function setup(
  network: Record<string, string>,
  kept: StoredAccess = { ...plainAccess, authority: home.certificate },
) {
  const real = createRealHttp({ userAgent: "Savepoint/1" });
  stops.push(real.close);
  const asked: string[] = [];
  const http: Http = {
    async send(request) {
      const url = new URL(request.url);
      asked.push(url.href);
      const behind = network[url.origin];
      if (behind === undefined) throw new HttpError("refused", new Error("ECONNREFUSED"));
      return await real.send({ ...request, url: `${behind}${url.pathname}${url.search}` });
    },
  };
  const find = createFindServer({
    ...{ http, clock: createRealClock(), log: silentLog },
    access: {
      unreadable: () => null,
      of: () => kept,
      read: async (chosen) => ({
        ok: true,
        value: chosen ? { ...kept, headers: chosen.headers ?? {} } : null,
      }),
      keep: async () => {},
      forget: async () => {},
    },
  });
  return {
    asked,
    find: (typed: string, access?: ServerAccess) => find({ typed, ...(access && { access }) }),
  };
}

describe("a host's name alone is enough", () => {
  test("encrypted before plain", async () => {
    const romm = await setupRomm();
    const { find, asked } = setup({
      "https://romm.lan": await encrypted(romm.origin),
      "http://romm.lan": romm.origin,
      "http://romm.lan:8080": romm.origin,
    });
    expect(await find("romm.lan")).toMatchObject({
      ok: true,
      value: {
        origin: "https://romm.lan",
        tried: ["https://romm.lan"],
        serverVersion: "5.2.0",
        untrusted: null,
      },
    });
    expect(asked).toEqual(["https://romm.lan/api/heartbeat"]);
  });

  test("then plain, then the ports that RomM's own container and its examples show", async () => {
    const romm = await setupRomm();
    const tried = ["https://romm.lan", "http://romm.lan", "http://romm.lan:8080", "http://romm.lan:3000"];
    for (const count of [2, 3, 4]) {
      const origin = tried[count - 1] ?? "";
      const { find } = setup({ [origin]: romm.origin });
      expect(await find("romm.lan")).toMatchObject({
        ok: true,
        value: { origin, tried: tried.slice(0, count) },
      });
    }
    expect(await setup({}).find("romm.lan")).toEqual({
      ok: false,
      error: { kind: "romm", code: "offline", detail: expect.any(String), at: "https://romm.lan", tried },
    });
  });

  test("what else lives on the host is passed over", async () => {
    const romm = await setupRomm();
    const page = stopLater(await startPortal({ kind: "page" }));
    const nas = stopLater(
      await startTlsFront({ target: page.origin, identity: await createSelfSigned(["nas"]) }),
    );
    const { find } = setup({
      "https://nas.lan": nas.origin,
      "http://nas.lan": page.origin,
      "http://nas.lan:3000": romm.origin,
    });
    expect(await find("nas.lan")).toMatchObject({
      ok: true,
      value: {
        origin: "http://nas.lan:3000",
        untrusted: { origin: "https://nas.lan", certificate: { why: "self-signed" } },
      },
    });
    expect(nas.received()).toBe("");
  });
});

describe("what was typed is kept to", () => {
  test("a typed port is the only one asked", async () => {
    const romm = await setupRomm();
    const { find, asked } = setup({ "http://romm.lan:9000": romm.origin });
    expect(await find("romm.lan:9000")).toMatchObject({
      ok: true,
      value: { origin: "http://romm.lan:9000" },
    });
    await find("romm.lan:9001");
    expect(asked.filter((url) => !/:900[01]\//.test(url))).toEqual([]);
  });

  test("who typed https:// gets no plain answer, whatever answers plainly", async () => {
    const romm = await setupRomm();
    const { find, asked } = setup({ "http://romm.lan": romm.origin, "http://romm.lan:8080": romm.origin });
    expect(await find("https://romm.lan")).toMatchObject({
      ok: false,
      error: {
        code: "offline",
        tried: ["https://romm.lan", "https://romm.lan:8080", "https://romm.lan:3000"],
      },
    });
    expect(asked.filter((url) => url.startsWith("http:"))).toEqual([]);
  });

  test("who typed http:// is asked plainly", async () => {
    const romm = await setupRomm();
    const { find, asked } = setup({ "http://romm.lan:8080": romm.origin });
    expect(await find("http://romm.lan/login?next=/")).toMatchObject({
      ok: true,
      value: { origin: "http://romm.lan:8080" },
    });
    expect(asked.filter((url) => url.startsWith("https:"))).toEqual([]);
  });

  test("what is no address asks nobody", async () => {
    const { find, asked } = setup({});
    expect(await find(" ")).toEqual({
      ok: false,
      error: { kind: "bad-origin", origin: " ", why: "empty", tried: [], at: null },
    });
    expect(await find("maria:secret@romm.lan")).toMatchObject({ error: { why: "holds-user" } });
    expect(asked).toEqual([]);
  });
});

describe("RomM below a path", () => {
  async function setupBelow(basePath: string) {
    const romm = await setupRomm();
    const proxy = stopLater(await startReverseProxy({ target: romm.origin, basePath }));
    return setup({ "https://lan": await encrypted(proxy.origin), "http://lan:8080": proxy.origin });
  }

  test.each([
    ["lan/romm", "https://lan/romm"],
    ["https://lan/romm/", "https://lan/romm"],
    ["lan/romm/login?next=/", "https://lan/romm"],
    ["https://LAN/romm/platform/3/", "https://lan/romm"],
    ["lan:8080/romm", "http://lan:8080/romm"],
  ])("%s", async (typed, origin) => {
    const { find } = await setupBelow("/romm");
    expect(await find(typed)).toMatchObject({ ok: true, value: { origin } });
  });

  test("a path that is called as one of RomM's own pages is found too", async () => {
    const { find } = await setupBelow("/rom");
    expect(await find("lan/rom")).toMatchObject({ ok: true, value: { origin: "https://lan/rom" } });
  });

  test("a path above which RomM lies is left out", async () => {
    const romm = await setupRomm();
    const { find } = setup({ "http://lan": romm.origin });
    expect(await find("lan/some/page")).toMatchObject({ ok: true, value: { origin: "http://lan" } });
  });

  test("whoever does not answer below one path is not asked below another", async () => {
    const { find, asked } = setup({});
    await find("lan/some/page");
    expect(asked).toHaveLength(4);
  });
});

describe("redirects", () => {
  test("one within the typed host is followed: to https, to a port, to a path", async () => {
    const romm = await setupRomm();
    const safe = await encrypted(romm.origin);
    for (const to of ["https://romm.lan:8443", "http://romm.lan:9000", "https://romm.lan:8443/games"]) {
      const forwarder = stopLater(await startForwarder({ to }));
      const proxy = stopLater(await startReverseProxy({ target: romm.origin, basePath: "/games" }));
      const { find } = setup({
        "http://romm.lan": forwarder.origin,
        "https://romm.lan:8443": to.endsWith("/games") ? await encrypted(proxy.origin) : safe,
        "http://romm.lan:9000": romm.origin,
      });
      const outcome = await find("http://romm.lan");
      expect(outcome).toMatchObject({ ok: true, value: { origin: to, tried: ["http://romm.lan", to] } });
    }
  });

  test("to another host, out of the encryption, or twice, none is followed, and the answer says where it leads", async () => {
    const romm = await setupRomm();
    const twice = stopLater(await startForwarder({ to: "http://romm.lan:9000" }));
    const network = async (to: string) => {
      const forwarder = stopLater(await startForwarder({ to }));
      return {
        "https://romm.lan": await encrypted(forwarder.origin),
        "https://romm.lan:8443": await encrypted(twice.origin),
      };
    };
    for (const to of ["https://other.lan", "http://romm.lan:9000", "https://romm.lan:8443"]) {
      const { find, asked } = setup({
        ...(await network(to)),
        "https://other.lan": romm.origin,
        "http://romm.lan:9000": romm.origin,
      });
      const outcome = await find("https://romm.lan");
      expect(outcome, to).toMatchObject({ ok: false, error: { code: "redirected" } });
      expect(
        asked.filter((url) => /other|9000/.test(url)),
        to,
      ).toEqual([]);
    }
  });
});

describe("what stands in front of RomM is told apart", () => {
  const cases: [string, () => Promise<FrontDoor>, string][] = [
    ["a Wi-Fi's portal that forwards", async () => await startPortal({ kind: "redirect" }), "redirected"],
    ["a Wi-Fi's portal, or a login, with 200", async () => await startPortal({ kind: "page" }), "web-page"],
  ];
  test.each(cases)("%s", async (_, start, code) => {
    const door = stopLater(await start());
    const { find } = setup({ "http://romm.lan": door.origin, "http://romm.lan:8080": door.origin });
    expect(await find("romm.lan")).toMatchObject({
      ok: false,
      error: { kind: "romm", code, at: "http://romm.lan" },
    });
  });

  test("a proxy whose RomM is down", async () => {
    const romm = await setupRomm();
    await romm.faults.set("502-html", { route: "GET /api/heartbeat" });
    const { find } = setup({ "http://romm.lan": romm.origin });
    expect(await find("romm.lan")).toMatchObject({ error: { code: "server-error", at: "http://romm.lan" } });
  });

  test("a certificate that nothing vouches for, with its fingerprint", async () => {
    const romm = await setupRomm();
    const front = stopLater(
      await startTlsFront({ target: romm.origin, identity: await createSelfSigned(["romm"]) }),
    );
    const { find } = setup({ "https://romm.lan": front.origin });
    expect(await find("romm.lan")).toMatchObject({
      ok: false,
      error: { code: "untrusted", at: "https://romm.lan", certificate: { why: "self-signed" } },
    });
  });
});

describe("a proxy's headers", () => {
  const headers = { "CF-Access-Client-Secret": "secret" };

  test("go encrypted, and plainly only where http:// was typed", async () => {
    const romm = await setupRomm();
    const door = stopLater(
      await startReverseProxy({
        target: romm.origin,
        demands: { headers, loginUrl: "https://login.example/" },
      }),
    );
    const plain = setup({ "http://romm.lan": door.origin });
    expect(await plain.find("romm.lan", { headers })).toMatchObject({
      ok: false,
      error: { code: "redirected" },
    });
    for (const request of door.requests)
      expect(request.headers).not.toHaveProperty("cf-access-client-secret");
    expect(await plain.find("http://romm.lan", { headers })).toMatchObject({ ok: true });
    const safe = setup({ "https://romm.lan": await encrypted(door.origin) });
    expect(await safe.find("romm.lan", { headers })).toMatchObject({
      ok: true,
      value: { origin: "https://romm.lan" },
    });
  });
});

describe("what this RomM offers", () => {
  test.each([
    ["4.7", ["password"]],
    ["4.8", ["pairing-code", "token", "password"]],
    ["4.9", ["pairing-code", "token", "password"]],
    ["5.0", ["device", "pairing-code", "token", "password"]],
    ["5.2.0", ["device", "pairing-code", "token", "password"]],
    ["5.5.0-beta.1", ["device", "pairing-code", "token", "password"]],
    ["development", ["device", "pairing-code", "token", "password"]],
  ])("%s", async (version, ways) => {
    const romm = await setupRomm({ version });
    const { find } = setup({ "http://romm.lan": romm.origin });
    expect(await find("http://romm.lan")).toMatchObject({
      ok: true,
      value: { ways, oidcProvider: null, needsSetup: false },
    });
  });

  test("without passwords where its admin took them off, and whose sign-in stands in their place", async () => {
    const romm = await setupRomm({ traits: { isPasswordOff: true, oidcProvider: "Authentik" } });
    const { find } = setup({ "http://romm.lan": romm.origin });
    expect(await find("http://romm.lan")).toMatchObject({
      value: { ways: ["device", "pairing-code", "token"], oidcProvider: "Authentik" },
    });
  });

  test("one that was never set up says so", async () => {
    const romm = await setupRomm({ traits: { needsSetup: true } });
    expect(await setup({ "http://romm.lan": romm.origin }).find("http://romm.lan")).toMatchObject({
      value: { needsSetup: true },
    });
  });

  test("one that is too old is told with the version that is needed", async () => {
    const romm = await setupRomm({ traits: { versionText: "4.6.1" } });
    const { find } = setup({ "http://romm.lan": romm.origin });
    expect(await find("http://romm.lan")).toEqual({
      ok: false,
      error: {
        ...{ kind: "too-old", serverVersion: "4.6.1", needed: "4.7.0" },
        ...{ at: "http://romm.lan", tried: ["http://romm.lan"] },
      },
    });
  });
});
