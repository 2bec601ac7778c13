import * as v from "valibot";
import { type Capabilities, readCapabilities } from "./capabilities.ts";
import { decode } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** What RomM says about itself to anybody. */
export interface Heartbeat {
  /** RomM's own words, such as `5.2.0` or `development`. */
  version: string;
  capabilities: Capabilities;
  /** Its admin has taken user name and password off RomM's page (RomM enforces that on its page only). */
  isPasswordOff: boolean;
  /** Who else signs people in to RomM, by its own name for it; null: nobody. */
  oidcProvider: string | null;
  /** It has no admin yet. */
  needsSetup: boolean;
}

const call: Call = {
  task: "reach RomM",
  method: "GET",
  path: "/api/heartbeat",
  isAnonymous: true,
};

const flag = v.optional(v.boolean(), false);
const schema = v.object({
  SYSTEM: v.object({ VERSION: v.pipe(v.string(), v.nonEmpty()), SHOW_SETUP_WIZARD: flag }),
  FRONTEND: v.optional(v.object({ DISABLE_USERPASS_LOGIN: flag })),
  OIDC: v.optional(v.object({ ENABLED: flag, PROVIDER: v.optional(v.string(), "") })),
});

/** RomM `GET /api/heartbeat`, without credentials: a bad token would make it fail (RomM 5.2 answers 500). */
export async function fetchHeartbeat(calls: Calls, signal: AbortSignal): Promise<Heartbeat> {
  const { SYSTEM, FRONTEND, OIDC } = decode(schema, (await calls.ask(call, signal)).json, call.task);
  return {
    version: SYSTEM.VERSION,
    capabilities: readCapabilities(SYSTEM.VERSION),
    isPasswordOff: FRONTEND?.DISABLE_USERPASS_LOGIN ?? false,
    oidcProvider: OIDC?.ENABLED ? OIDC.PROVIDER || "OIDC" : null,
    needsSetup: SYSTEM.SHOW_SETUP_WIZARD,
  };
}
