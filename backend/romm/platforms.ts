import * as v from "valibot";
import { decode, textOrNull } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** A platform of RomM's library. */
export interface Platform {
  platformId: number;
  /** Canonical, such as `snes`; the folder's name on the server may be another. */
  slug: string;
  /** Its folder in RomM's library; null: not told. */
  folder: string | null;
  name: string;
}

const platform = v.pipe(
  v.object({
    id: v.pipe(v.number(), v.safeInteger()),
    slug: v.pipe(v.string(), v.nonEmpty()),
    fs_slug: textOrNull,
    name: v.string(),
    custom_name: textOrNull,
    display_name: textOrNull,
  }),
  v.transform(
    (found): Platform => ({
      platformId: found.id,
      slug: found.slug,
      folder: found.fs_slug || null,
      name: found.display_name || found.custom_name || found.name,
    }),
  ),
);

/** RomM 5.2 `GET /api/platforms`. */
export async function fetchPlatforms(calls: Calls, signal: AbortSignal): Promise<Platform[]> {
  const call: Call = {
    task: "list the platforms",
    method: "GET",
    path: "/api/platforms",
    patience: "listing",
  };
  return decode(v.array(platform), (await calls.ask(call, signal)).json, call.task);
}
