import type { SyncError, SyncLine } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import { createGate, orStopped } from "../work/gate.ts";
import type { LaunchDeps } from "./deps.ts";
import { readStamps, waitUntilQuiet } from "./quiet.ts";

/** A save that is left alone for so long is whole, though its game runs. */
const restMs = 60_000;
/** The files' stamps are asked for no more often. */
const lookMs = 20_000;
/** Each push is a row of the slot's history, and a player who pauses now and then is no reason for many. */
const betweenPushesMs = 600_000;

/** Of a game that has ended. */
export interface PlayedSession {
  sinceMs: number;
  durationMs: number;
  /** The save's files were seen to change meanwhile. */
  hasWritten: boolean;
}

/** Of a game that runs. */
export interface OpenGame {
  /** Since when it was seen to run. */
  sinceMs: number;
  /** It wrote something that RomM does not have yet. */
  isUnsent: boolean;
}

export interface OpenGames {
  /** Its process is still there. */
  stillOpen(unit: Unit): Promise<void>;
  /** It has ended, or was never there. Answers whose end that is. */
  ended(unitId: UnitId): UnitId;
  /** The last one that has ended, told once: several looks follow one exit. Null: none since. */
  takeSession(unitId: UnitId): PlayedSession | null;
  /** Null: it does not run. */
  of(unitId: UnitId): OpenGame | null;
  /** What it wrote, by the player's word; waits until it is not being written. A null line: the unit is gone. */
  sendNow(unit: Unit): Promise<{ line: SyncLine | null } | { problem: SyncError }>;
}

interface Watched {
  sinceMs: number;
  begunAtMs: number;
  begunStamp: string;
  lookedAtMs: number;
  stamp: string;
  changedAtMs: number;
  sentStamp: string;
  notBeforeMs: number;
}

type OpenDeps = Pick<LaunchDeps, "disk" | "clock" | "engine" | "changed">;

/**
 * Who leaves a game open, puts the Deck to sleep and goes on elsewhere, finds there what was played here: what it wrote
 * is sent once it rests. Nothing is ever fetched under a game, and nothing is asked before its end.
 */
export function createOpenGames(deps: OpenDeps): OpenGames {
  const { clock } = deps;
  const games = new Map<UnitId, Watched>();
  const last = new Map<UnitId, PlayedSession>();

  const stampOf = async (unit: Unit) => (await readStamps(deps, unit)).text;

  async function begin(unit: Unit): Promise<void> {
    const stamp = await stampOf(unit);
    const nowMs = clock.monotonic();
    games.set(unit.unitId, {
      ...{ sinceMs: clock.now(), begunAtMs: nowMs, begunStamp: stamp, lookedAtMs: nowMs, changedAtMs: nowMs },
      ...{ stamp, sentStamp: stamp, notBeforeMs: nowMs },
    });
  }

  async function look(unit: Unit, game: Watched): Promise<void> {
    const nowMs = clock.monotonic();
    if (nowMs - game.lookedAtMs < lookMs) return;
    game.lookedAtMs = nowMs;
    const stamp = await stampOf(unit);
    if (stamp !== game.stamp) Object.assign(game, { stamp, changedAtMs: nowMs });
    if (stamp === game.sentStamp || nowMs - game.changedAtMs < restMs || nowMs < game.notBeforeMs) return;
    game.notBeforeMs = nowMs + betweenPushesMs;
    await send(unit);
  }

  async function send(unit: Unit): Promise<SyncLine | null> {
    const stamp = await stampOf(unit);
    const sync = deps.engine.syncUnit(unit.unitId, { purpose: "open", gate: createGate() });
    const line = await orStopped(sync);
    const game = games.get(unit.unitId);
    if (game && line?.outcome === "done") game.sentStamp = stamp;
    deps.changed("saves");
    return line;
  }

  return {
    async stillOpen(unit) {
      const game = games.get(unit.unitId);
      if (game) await look(unit, game);
      else await begin(unit);
    },
    ended(unitId) {
      const game = games.get(unitId);
      if (game) {
        const { sinceMs, begunStamp, stamp, begunAtMs } = game;
        const durationMs = clock.monotonic() - begunAtMs;
        last.set(unitId, { sinceMs, durationMs, hasWritten: stamp !== begunStamp });
      }
      games.delete(unitId);
      return unitId;
    },
    takeSession(unitId) {
      const session = last.get(unitId) ?? null;
      last.delete(unitId);
      return session;
    },
    of(unitId) {
      const game = games.get(unitId);
      return game ? { sinceMs: game.sinceMs, isUnsent: game.stamp !== game.sentStamp } : null;
    },
    async sendNow(unit) {
      if ((await waitUntilQuiet(deps, unit)) === null) return { problem: { kind: "changed-meanwhile" } };
      return { line: await send(unit) };
    },
  };
}
