import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RommError } from "../../backend/core/romm-error.ts";
import type { RommErrorCode } from "../../backend/core/vocabulary.ts";
import { type Fault, type FaultServer, startFaultServer } from "./fault-server.ts";
import { type CallName, calls, signInSecrets } from "./romm-calls.ts";
import { proxyKey, setupRomm, shortPatience, token } from "./setup-romm.ts";

/**
 * `answers`: what RomM said arrived. `gone`: the thing is proven to be gone, which is what was asked for or about.
 * `half`: bytes that are a whole answer by every sign; only the listing's length and hash can tell (sync/README.md 5).
 */
type Cell = RommErrorCode | "answers" | "gone" | "half";

/** What a fault is for a call that names nothing RomM could miss. */
const plain: Record<Fault, Cell> = {
  none: "answers",
  refused: "offline",
  dns: "offline",
  slow: "timeout",
  "stalls in headers": "timeout",
  "stalls in body": "timeout",
  "cut in headers": "offline",
  "cut in body": "offline",
  "too long": "malformed",
  "too short": "malformed",
  "401": "unauthorized",
  "403": "forbidden",
  "proxy's HTML 401": "unauthorized",
  "proxy's HTML 404": "malformed",
  "RomM's unknown route 404": "malformed",
  "entity 404": "malformed",
  "409": "conflict",
  "413": "too-large",
  "422": "rejected",
  "429": "busy",
  "500 text": "server-error",
  "502 HTML": "server-error",
  "login page with 200": "web-page",
  "redirect elsewhere": "redirected",
  "gzip garbage": "malformed",
  "not HTTP": "malformed",
  "wrong shape": "malformed",
  "wrong items": "malformed",
};

/** For a call about a thing of RomM's. */
const about: Record<Fault, Cell> = { ...plain, "entity 404": "not-found" };

const ofSignIn: Record<Fault, Cell> = {
  ...plain,
  "401": "malformed",
  "403": "malformed",
  "proxy's HTML 401": "web-page",
};

/** A call or a fault without a cell does not compile. */
const matrix: Record<CallName, Record<Fault, Cell>> = {
  heartbeat: plain,
  platforms: plain,
  "signIn.startFlow": plain,
  "signIn.pollFlow": plain,
  // Refusals of a sign-in are answers of its own; these are not in RomM's words for them.
  "signIn.exchangeCode": { ...plain, "403": "malformed", "proxy's HTML 404": "web-page" },
  "signIn.askTokens": ofSignIn,
  "signIn.refreshTokens": ofSignIn,
  "users.me": plain,
  "users.fetchAwards": plain,
  "users.refreshAwards": about,
  // A refusal in RomM's words says that the right is there or not, and so is an answer; its body is not read.
  "rights.findMissing": {
    ...plain,
    ...{ "403": "answers", "entity 404": "answers", "RomM's unknown route 404": "answers", "422": "answers" },
    ...{ "wrong shape": "answers", "wrong items": "answers", "proxy's HTML 404": "web-page" },
  },
  "devices.describe": about,
  // Its 409 is understood, and this one is not `device_exists`.
  "devices.register": { ...plain, "409": "malformed" },
  "devices.list": plain,
  "devices.rename": about,
  "devices.setSync": about,
  "devices.remove": { ...about, "entity 404": "gone" },
  "saves.listSaves": about,
  // It names no rom, so that a missing rom proves nothing.
  "saves.listAllSaves": plain,
  // Who does not take such a question is asked in another way.
  "saves.listSavesOf": { ...plain, "422": "gone" },
  "saves.listSaveIds": plain,
  "saves.readLine": plain,
  "saves.uploadSave": about,
  "saves.isHandedOut": {
    ...{ ...about, "stalls in body": "answers", "cut in body": "answers" },
    ...{ "too long": "answers", "too short": "answers" },
  },
  "saves.downloadSave": { ...about, "too short": "half" },
  "saves.confirmDownload": about,
  "saves.trackSave": about,
  "saves.untrackSave": about,
  "saves.findRom": { ...about, "entity 404": "gone" },
  "roms.findRom": { ...about, "entity 404": "gone" },
  "roms.get": about,
  "library.list": plain,
  "library.search": plain,
  "library.find": { ...about, "entity 404": "gone" },
  "roms.listByRaIds": plain,
  "roms.setStatus": about,
};

const faults = Object.keys(plain) as Fault[];
const callNames = Object.keys(matrix) as CallName[];

let elsewhere: FaultServer;
beforeAll(async () => {
  elsewhere = await startFaultServer();
});
afterAll(() => elsewhere.stop());

interface Result {
  value?: unknown;
  error?: unknown;
  logged: string[];
}

async function strike(name: CallName, fault: Fault): Promise<Result> {
  const server = await startFaultServer();
  const { run, happy } = calls[name];
  if (fault === "refused") await server.stop();
  else if (fault !== "dns") server.play(fault, happy, elsewhere.origin);
  const origin = fault === "dns" ? "http://no-such-server.invalid" : server.origin;
  const isShort = matrix[name][fault] === "timeout";
  const { romm, http, logged } = setupRomm(origin, isShort ? { patience: shortPatience } : {});
  try {
    return { value: await run(romm, new AbortController().signal), logged };
  } catch (error) {
    return { error, logged };
  } finally {
    http.close();
    if (fault !== "refused") await server.stop();
  }
}

const advice =
  /Check |Sign in|Let Savepoint|Enter |Ask |Look |Match |Restore |try again|Savepoint (looks|tries|sends)/;

test.each(faults)("fault: %s, for every call", async (fault) => {
  const results = await Promise.all(
    callNames.map(async (name) => ({ name, expected: matrix[name][fault], ...(await strike(name, fault)) })),
  );
  for (const { name, expected, value, error, logged } of results) {
    const seen = inspect([value, error, logged], { depth: 9, showHidden: true });
    expect(seen, `${name} tells no secret`).not.toMatch(
      new RegExp([token, proxyKey, ...Object.values(signInSecrets)].join("|")),
    );
    if (expected === "gone") expect([error, value ?? null], name).toEqual([undefined, null]);
    else if (expected === "half") expect([error, value], name).toEqual([undefined, "he"]);
    else if (expected === "answers") expect(error, name).toBeUndefined();
    else {
      expect(error, `${name} answered ${inspect(value)}`).toBeInstanceOf(RommError);
      if (!(error instanceof RommError)) continue;
      expect(error.code, `${name}: ${error.message}`).toBe(expected);
      expect(error.message, `${name} says what can be done`).toMatch(advice);
      const arrived = fault !== "refused" && fault !== "dns";
      expect(error.didArrive, `${name} knows whether it arrived`).toBe(arrived);
    }
  }
  expect(elsewhere.requests, "nothing followed a redirect").toEqual([]);
});

test("no cell expects an empty answer, and on a good day each call answers with what RomM said", async () => {
  const quiet = ["users.refreshAwards", "devices.remove", "roms.setStatus"];
  for (const name of callNames) {
    const { value } = await strike(name, "none");
    if (quiet.includes(name)) expect(value, name).toBeUndefined();
    else expect(value, name).toMatchObject(expect.anything());
    expect(inspect(value), name).not.toMatch(/^(\[\]|\{\}|''|null)$/);
  }
});
