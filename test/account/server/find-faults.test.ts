import { inspect } from "node:util";
import { afterEach, expect, test } from "vitest";
import { createFindServer } from "../../../backend/assembly/find-server.ts";
import { plainAccess } from "../../../backend/core/server-access.ts";
import type { RommErrorCode } from "../../../backend/core/vocabulary.ts";
import { createRealClock } from "../../../backend/machine/clock.ts";
import type { Log } from "../../../backend/machine/log.ts";
import { createRealHttp } from "../../../backend/machine/real-http.ts";
import { type Fault, type FaultServer, startFaultServer } from "../../romm/fault-server.ts";
import { calls } from "../../romm/romm-calls.ts";

/** What the player is told where each fault stands in front of RomM; null: it is found all the same. */
const matrix: Record<Fault, RommErrorCode | null> = {
  none: null,
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

const secret = "secret-of-the-proxy";
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function strike(fault: Fault) {
  const server: FaultServer = await startFaultServer();
  const elsewhere = await startFaultServer();
  const http = createRealHttp({ userAgent: "Savepoint/1", hasNetwork: () => true });
  stops.push(http.close, elsewhere.stop);
  if (fault === "refused") await server.stop();
  else stops.push(server.stop);
  const away = elsewhere.origin.replace("127.0.0.1", "localhost");
  if (fault !== "refused" && fault !== "dns") server.play(fault, calls.heartbeat.happy, away);
  const logged: string[] = [];
  const write = (message: string, facts?: unknown) => void logged.push(`${message} ${inspect(facts)}`);
  const log: Log = { error: write, warn: write, info: write, debug: write };
  const access = { ...plainAccess, headers: { "x-key": secret } };
  const find = createFindServer(
    {
      ...{ http, clock: createRealClock(), log },
      access: {
        unreadable: () => null,
        of: () => access,
        read: async () => ({ ok: true, value: access }),
        keep: async () => {},
        forget: async () => {},
      },
    },
    { quick: 700 },
  );
  // A path, so that it is seen how often is asked.
  const typed = fault === "dns" ? "http://no-such-server.invalid:8080/romm" : `${server.origin}/romm`;
  return { outcome: await find({ typed }), logged, elsewhere };
}

test.each(Object.entries(matrix) as [Fault, RommErrorCode | null][])("fault: %s", async (fault, code) => {
  const { outcome, logged, elsewhere } = await strike(fault);
  expect(inspect([outcome, logged], { depth: 9 })).not.toContain(secret);
  expect(elsewhere.requests, "nothing followed a redirect away").toEqual([]);
  if (code === null) return expect(outcome).toMatchObject({ ok: true });
  expect(outcome).toMatchObject({
    ok: false,
    error: { kind: "romm", code, at: expect.stringContaining("http") },
  });
  if (outcome.ok || !("tried" in outcome.error)) throw new Error(fault);
  const isSilent = ["offline", "timeout"].includes(code);
  expect(outcome.error.tried, "who does not answer is asked once").toHaveLength(isSilent ? 1 : 2);
});

test("in no network at all, that is what is told, whatever was asked", async () => {
  const http = createRealHttp({ userAgent: "Savepoint/1", hasNetwork: () => false });
  stops.push(http.close);
  const log: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
  const find = createFindServer({
    ...{ http, clock: createRealClock(), log },
    access: {
      unreadable: () => null,
      of: () => plainAccess,
      read: async () => ({ ok: true, value: null }),
      keep: async () => {},
      forget: async () => {},
    },
  });
  expect(await find({ typed: "no-such-server.invalid" })).toMatchObject({ error: { code: "no-network" } });
});
