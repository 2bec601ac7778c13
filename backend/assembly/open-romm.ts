import type { RommServer } from "../account/deps.ts";
import type { StoredAccess } from "../core/server-access.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { Clock } from "../machine/clock.ts";
import type { Http } from "../machine/http.ts";
import type { Log } from "../machine/log.ts";
import type { PlayStatusServer } from "../ports/play-status-server.ts";
import { createRomm, type Romm } from "../romm/client.ts";
import { toLibrary } from "./rebuild.ts";
import type { AccessBook } from "./server-access.ts";

export interface RommGround {
  http: Http;
  clock: Clock;
  log: Log;
  access: Pick<AccessBook, "of">;
}

/** One RomM server, as the use cases see it. */
export function openRomm(
  { http, clock, log, access }: RommGround,
  server: {
    origin: string;
    tokens: TokenSource;
    serverVersion?: string;
    noteDate?: (atMs: number) => void;
    /** What is tried; absent or null: what was kept for this server. */
    access?: StoredAccess | null;
  },
): RommServer {
  const romm = createRomm({ http, clock, log, ...server, access: server.access ?? access.of(server.origin) });
  const readVersion = async (signal: AbortSignal) => (await romm.heartbeat(signal)).version;
  return {
    saves: romm.saves,
    playStatus: toPlayStatusServer(romm, readVersion),
    library: toLibrary(romm),
    readVersion,
    readUser: (signal) => romm.users.me(signal),
    findMissing: romm.rights.findMissing,
    signIn: romm.signIn,
    devices: romm.devices,
  };
}

function toPlayStatusServer(
  { users, roms }: Romm,
  readVersion: PlayStatusServer["readVersion"],
): PlayStatusServer {
  return {
    readVersion,
    refreshAwards: ({ userId }, signal) => users.refreshAwards({ userId, incremental: true }, signal),
    fetchAwards: users.fetchAwards,
    listRoms: async (p, signal) =>
      (await roms.listByRaIds(p, signal)).flatMap(({ raId, name, fsNameNoExt, ...rom }) =>
        raId === null ? [] : [{ ...rom, raId, name: name ?? fsNameNoExt }],
      ),
    setStatus: roms.setStatus,
  };
}
