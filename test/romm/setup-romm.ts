import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach } from "vitest";
import { plainAccess, type StoredAccess } from "../../backend/core/server-access.ts";
import { fixedToken } from "../../backend/core/token-source.ts";
import type { RomId } from "../../backend/core/vocabulary.ts";
import { createRealClock } from "../../backend/machine/clock.ts";
import type { Log } from "../../backend/machine/log.ts";
import { createRealHttp, type RealHttp } from "../../backend/machine/real-http.ts";
import { createRomm, type Romm, type RommOptions } from "../../backend/romm/client.ts";
import { type Romm as StandIn, startRomm } from "../world/romm/server.ts";

export const token = "rmm_0123456789abcdef-secret-token";
export const proxyKey = "secret-key-of-the-proxy";

export interface ClientUnderTest {
  romm: Romm;
  http: RealHttp;
  /** Everything that was logged, as text. */
  logged: string[];
}

/** The choices of a player whose proxy asks for headers. */
export function withHeaders(headers: Record<string, string>): StoredAccess {
  return { ...plainAccess, headers };
}

/** Long enough for a busy machine: no test waits for its end. */
const patience = { quick: 20_000, listing: 20_000, library: 20_000, minutes: 20_000, transfer: 20_000 };
/** For tests whose law is that a call ends. */
export const shortPatience = { quick: 500, listing: 500, library: 500, minutes: 500, transfer: 500 };

/** The real client over the real adapter. */
export function setupRomm(
  origin: string,
  { token: bearer = token, ...options }: Partial<RommOptions> & { token?: string | null } = {},
): ClientUnderTest {
  const logged: string[] = [];
  const write = (message: string, facts?: unknown) => void logged.push(`${message} ${inspect(facts)}`);
  const log: Log = { error: write, warn: write, info: write, debug: write };
  const http = createRealHttp({ userAgent: "Savepoint/1.2.3" });
  const romm = createRomm({
    http,
    clock: createRealClock(),
    log,
    origin,
    tokens: fixedToken(bearer),
    access: withHeaders({ "X-Proxy-Key": proxyKey }),
    patience,
    ...options,
  });
  return { romm, http, logged };
}

export const versions = ["4.7", "4.8", "4.9", "5.0", "5.2", "specification"];

const stops: (() => unknown)[] = [];

/** The client, signed in to a stand-in of RomM that has one rom. Stopped after each test. */
export async function setupStandIn(version: string) {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-romm-"));
  const world: StandIn = await startRomm({ folder, version });
  const rom = world.addRom({ platform: "snes", fsName: "Alpha (Homebrew).sfc", raId: 5 });
  const { romm, http } = setupRomm(world.origin, { token: world.token, serverVersion: version });
  stops.push(async () => {
    http.close();
    await world.stop();
    await rm(folder, { recursive: true });
  });
  return { world, romm, romId: rom.id as RomId, signal: new AbortController().signal };
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
