import * as v from "valibot";
import { type Capabilities, readCapabilities } from "./capabilities.ts";
import { decode } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** What RomM says about itself to anybody. */
export interface Heartbeat {
  /** RomM's own words, such as `5.2.0` or `development`. */
  version: string;
  capabilities: Capabilities;
  /** The server has a key for RetroAchievements. */
  hasRetroAchievements: boolean;
}

const call: Call = {
  task: "reach RomM",
  method: "GET",
  path: "/api/heartbeat",
  isAnonymous: true,
};

const schema = v.object({
  SYSTEM: v.object({ VERSION: v.pipe(v.string(), v.nonEmpty()) }),
  METADATA_SOURCES: v.optional(v.object({ RA_API_ENABLED: v.optional(v.boolean(), false) })),
});

/** RomM `GET /api/heartbeat`, without credentials: a bad token would make it fail (RomM 5.2 answers 500). */
export async function fetchHeartbeat(calls: Calls, signal: AbortSignal): Promise<Heartbeat> {
  const { SYSTEM, METADATA_SOURCES } = decode(schema, (await calls.ask(call, signal)).json, call.task);
  return {
    version: SYSTEM.VERSION,
    capabilities: readCapabilities(SYSTEM.VERSION),
    hasRetroAchievements: METADATA_SOURCES?.RA_API_ENABLED ?? false,
  };
}
