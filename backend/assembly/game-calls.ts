import type { BackendApi } from "../contract/backend-api.ts";
import { nameOfPlace } from "../core/shapes/shapes.ts";
import { unitOfApp } from "../core/units.ts";
import type { KnownActHints } from "../history/act-hints.ts";
import type { Activities } from "../history/activities.ts";
import type { ReadableActivityLog } from "../history/activity-log.ts";
import { holdersOf } from "../history/holders.ts";
import type { PlayBook } from "../ports/play-book.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { createListing } from "../shortcuts/listing.ts";
import type { SyncEngine } from "../sync/engine.ts";
import { activeUnits } from "../work/active-units.ts";

export interface GameParts extends Pick<SyncDeps, "session" | "store"> {
  engine: SyncEngine;
  listing: ReturnType<typeof createListing>;
  activity: Activities;
  acts: Pick<ReadableActivityLog, "confirm">;
  hints: KnownActHints;
  plays: Pick<PlayBook, "recent">;
}

const most = { sessions: 10, lines: 20 };

/** One game, from what is known. */
export function gameCalls(parts: GameParts): Pick<BackendApi, "getGame" | "confirmChoice"> {
  return {
    async getGame({ appId }) {
      const { plays, engine } = parts;
      const active = activeUnits(parts);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const unit = unitOfApp(active.account, appId);
      const shortcut = unit && (await parts.listing.one(appId));
      if (!unit || !shortcut) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      const known = engine.versions.knownRows(unit.unitId);
      const value = {
        shortcut,
        place: nameOfPlace(unit.location),
        isProvenInRomm: shortcut.status.kind === "synced" && unit.baseline?.isStored === true,
        sessions: plays.recent(unit.unitId, most.sessions),
        activity: await parts.activity.list({ appId, limit: most.lines }),
        holders: holdersOf(known?.rows.slotRows ?? [], active.session.deviceId),
        rommAsOfMs: known?.asOfMs ?? null,
      };
      return { ok: true, value };
    },
    async confirmChoice({ activityId }) {
      await parts.acts.confirm(activityId);
      await parts.hints.refresh();
    },
  };
}
