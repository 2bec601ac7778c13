import type { RommContext } from "../../http/app.ts";
import {
  afterwards,
  asObject,
  type Breakage,
  during,
  on,
  queryOf,
  replaceJson,
  requery,
  restatus,
  rewrite,
  rewriteRows,
} from "../breakage.ts";

const [post, push] = ["POST /api/saves", "POST /api/snapshots"];

/** RomM 5.5. */
export const breakages55 = {
  "heartbeat-tells-save-sync": rewrite("GET /api/heartbeat", (body) => ({
    ...asObject(body),
    SAVE_SYNC: { SNAPSHOTS: false },
  })),
  "slots-go-by-channels": rewriteRows("GET /api/roms/#", (rom) => ({ ...rom, user_channels: [] })),
  "snapshot-rows-have-no-slot": rewriteRows("GET /api/saves/#", (row) => ({
    ...row,
    slot: row.slot ?? "autosave",
  })),
  "channel-current-is-the-lock": restatus(post, 409, 200, (c) => queryOf(c).get("emulator") === "locked"),
  "lock-asks-who-can-load": requery(post, (query) => {
    if (query.get("core") === "SNES9X") query.set("core", "bsnes");
  }),
  "neutral-current-locks-nobody": restatus(post, 200, 409, (c) => isCurrently(c, "neutral")),
  "hardcore-current-stays": afterwards(post, (c, row) => {
    const channel = c.get("rules").database.channels.find(({ id }) => id === row.channel_id);
    if (channel?.is_hardcore) channel.current_snapshot_id = null;
  }),
  "lost-race-is-a-branch": afterwards(post, (c) => {
    for (const row of c.get("rules").database.snapshots) if (row.kind === "branch") row.kind = "channel";
  }),
  "overwrite-becomes-current": during(post, (c) => {
    const { channels } = c.get("rules").database;
    const before = channels.map((row) => row.current_snapshot_id);
    const isOverwriting = queryOf(c).get("overwrite") === "true";
    return () => {
      for (const [index, row] of channels.entries())
        if (isOverwriting) row.current_snapshot_id = before[index] ?? null;
    };
  }),
  "restore-makes-no-row": during(push, (c) => {
    const { channels, snapshots, saves } = c.get("rules").database;
    const before = saves.length;
    const count = snapshots.length;
    return () => {
      const isRestore = saves.length === before && snapshots.length > count;
      for (const row of channels) if (isRestore && !row.is_hardcore) row.current_snapshot_id = null;
    };
  }),
  "held-rows-are-frozen": restatus("POST /api/saves/delete", 409, 200),
  "retention-takes-old-versions": { traits: { snapshotRetention: 50 } },
  "saves-wait-for-their-rom": { traits: { keepsSavesOfRemovedRoms: false } },
  "tags-tell-milliseconds": { traits: { tagsMilliseconds: false } },
  "overlapping-uploads-are-two-rows": during(post, (c) => {
    const { files } = c.get("rules");
    const bytes = files.list().length;
    return () => {
      const uploaded = files.list().filter((path) => path.includes("/Game ["));
      const [first, second] = uploaded;
      if (uploaded.length === 2 && first && second && bytes >= 1) files.remove(second);
    };
  }),
  "cleanup-counts-by-lineage": { traits: { prunesByLineage: false } },
  "channels-are-asked-for": restatus("GET /api/channels", 404, 200),
  "snapshot-push-answers": on(push, async (c, next) => {
    await next();
    if (c.res.status === 400) await replaceJson(c, () => ({ missing: [] }));
  }),
  "negotiate-offers-the-current": on("POST /api/sync/negotiate", async (c, next) => {
    const { channels } = c.get("rules").database;
    const before = channels.map((row) => row.current_snapshot_id);
    for (const row of channels) row.current_snapshot_id = null;
    await next();
    for (const [index, row] of channels.entries()) row.current_snapshot_id = before[index] ?? null;
  }),
} satisfies Record<string, Breakage>;

function isCurrently(c: RommContext, format: "neutral"): boolean {
  const { channels, snapshots, saves } = c.get("rules").database;
  return channels.some(({ current_snapshot_id }) => {
    const snapshot = snapshots.find(({ id }) => id === current_snapshot_id);
    return saves.some((save) => save.id === snapshot?.save_id && save.format === format);
  });
}
