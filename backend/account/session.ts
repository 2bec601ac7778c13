import type { ChangedPart } from "../contract/events.ts";
import type { ServerReach } from "../contract/overview.ts";
import { RommError } from "../core/romm-error.ts";
import type { TokenSource } from "../core/token-source.ts";
import { activeAccount } from "../core/units.ts";
import type { AccountId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { PlayStatusServer } from "../ports/play-status-server.ts";
import type { RomLibrary } from "../ports/rom-library.ts";
import type { SaveServer } from "../ports/save-server.ts";
import type { ServerSession } from "../ports/session.ts";
import type { StateStore } from "../ports/state-store.ts";
import { toRommProblem } from "../work/problems.ts";
import type { DeviceServer, RommServer } from "./deps.ts";
import { type ReturnDevice, withReturnedDevice } from "./device-return.ts";

export interface SessionDeps {
  store: StateStore;
  clock: Clock;
  openServer: (p: { origin: string; tokens: TokenSource; serverVersion: string }) => RommServer;
  changed: (part: ChangedPart) => void;
  /** A request was answered, or failed. */
  reached?: (reach: ServerReach) => void;
  /** RomM does not know this device any more. */
  returnDevice: ReturnDevice;
}

/** All that the signed-in account can ask of its server. */
export interface SignedInSession extends ServerSession {
  playStatus: PlayStatusServer;
  devices: DeviceServer;
  library: RomLibrary;
}

/** Who is signed in, and whether the server answered last. */
export interface SessionHolder {
  current(): SignedInSession | null;
  reach(): ServerReach;
  /** Takes the state's active account into use; needs no network. */
  open(tokens: TokenSource): void;
  close(): void;
}

export function createSession(deps: SessionDeps): SessionHolder {
  let session: SignedInSession | null = null;
  let reach: ServerReach = { kind: "not-asked" };

  function noteReach(next: ServerReach): void {
    const isNews = next.kind !== reach.kind;
    reach = next;
    deps.reached?.(next);
    if (isNews) deps.changed("connection");
  }

  return {
    current: () => session,
    reach: () => reach,
    open(tokens) {
      const active = activeAccount(deps.store.current());
      if (!active?.account.deviceId) return;
      const { origin, deviceId, serverVersion } = active.account;
      const { saves, playStatus, devices, library } = deps.openServer({ origin, tokens, serverVersion });
      session = {
        accountId: active.accountId satisfies AccountId,
        deviceId,
        server: withReturnedDevice(watched(saves, deps.clock, noteReach), deps.returnDevice),
        playStatus,
        devices,
        library,
      };
      reach = { kind: "not-asked" };
    },
    close() {
      session = null;
      reach = { kind: "not-asked" };
    },
  };
}

/** The same server; every answer and every failure tells whether it can be reached. */
function watched(server: SaveServer, clock: Clock, note: (reach: ServerReach) => void): SaveServer {
  async function watch<T>(call: Promise<T>): Promise<T> {
    try {
      const answer = await call;
      note({ kind: "reached", atMs: clock.now() });
      return answer;
    } catch (error) {
      if (error instanceof RommError) note(toReach(error, clock.now()));
      throw error;
    }
  }
  return {
    listSaves: (p, signal) => watch(server.listSaves(p, signal)),
    uploadSave: (p, signal) => watch(server.uploadSave(p, signal)),
    downloadSave: (p, signal) => watch(server.downloadSave(p, signal)),
    isHandedOut: (p, signal) => watch(server.isHandedOut(p, signal)),
    confirmDownload: (p, signal) => watch(server.confirmDownload(p, signal)),
    listAllSaves: (p, signal) => watch(server.listAllSaves(p, signal)),
    listSavesOf: (p, signal) => watch(server.listSavesOf(p, signal)),
    readLine: (p, signal) => watch(server.readLine(p, signal)),
    listSaveIds: (signal) => watch(server.listSaveIds(signal)),
    trackSave: (p, signal) => watch(server.trackSave(p, signal)),
    untrackSave: (p, signal) => watch(server.untrackSave(p, signal)),
    findRom: (p, signal) => watch(server.findRom(p, signal)),
    sizeLimit: () => server.sizeLimit(),
  };
}

/** A 409 or a "no such save" is an answer like another: the server was reached. */
function toReach(error: RommError, atMs: number): ServerReach {
  if (["conflict", "not-found", "rejected"].includes(error.code)) return { kind: "reached", atMs };
  return { kind: "failed", atMs, problem: toRommProblem(error) };
}
