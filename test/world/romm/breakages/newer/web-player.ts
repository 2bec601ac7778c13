import { answer, asObject, type Breakage, on, queryOf, readBody, rewriteRows } from "../breakage.ts";

const post = "POST /api/saves";

/** A RomM that takes the web player for a device, or looks at what it saves. */
export const webPlayerBreakages = {
  "player-sessions-are-rows": rewriteRows(post, (row, c) =>
    queryOf(c).get("overwrite") === "true" && !queryOf(c).has("device_id")
      ? { ...row, origin_device_id: "the web player" }
      : row,
  ),
  "player-may-save-null": refusePlayer((sizeBytes) => sizeBytes === 4),
  "player-may-start-afresh": refusePlayer((sizeBytes) => sizeBytes === 8000),
  "player-may-cut-a-save": refusePlayer((sizeBytes) => sizeBytes === 1999),
} satisfies Record<string, Breakage>;

/** Takes no such save that overwrites without a device. */
function refusePlayer(isRefused: (sizeBytes: number) => boolean): Breakage {
  return on(post, async (c, next) => {
    await next();
    const isPlayer = queryOf(c).get("overwrite") === "true" && !queryOf(c).has("device_id");
    const { file_size_bytes } = asObject(await readBody(c));
    if (isPlayer && isRefused(Number(file_size_bytes))) await answer(c, 422, { detail: "No save" });
  });
}
