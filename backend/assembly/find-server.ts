import { findServer } from "../account/server/find-server.ts";
import type { BackendApi } from "../contract/backend-api.ts";
import { fixedToken } from "../core/token-source.ts";
import { oldestVersion, readCapabilities, signInWays } from "../romm/capabilities.ts";
import { createRomm } from "../romm/client.ts";
import type { RommGround } from "./open-romm.ts";
import type { AccessBook } from "./server-access.ts";

/** In milliseconds: a person waits, and several places are asked. */
const usualPatience = { quick: 6_000 };

export function createFindServer(
  ground: RommGround & { access: AccessBook },
  patience = usualPatience,
): BackendApi["findServer"] {
  const { http, clock, log } = ground;
  return (p) =>
    findServer(
      {
        clock,
        async askServer({ address, access }, signal) {
          const romm = createRomm({
            ...{ http, clock, log, patience, origin: address, tokens: fixedToken(null) },
            access: access ?? ground.access.of(address),
          });
          return await romm.heartbeat(signal);
        },
        readAccess: ground.access.read,
        waysOf: ({ version, isPasswordOff }) =>
          signInWays(version).filter((way) => way !== "password" || !isPasswordOff),
        neededVersion: (version) => (readCapabilities(version).hasDevices ? null : oldestVersion),
      },
      p,
    );
}
