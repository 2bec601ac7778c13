import { randomBytes } from "node:crypto";
import { createPhoneEntries } from "../account/server/phone-entry.ts";
import type { BackendApi } from "../contract/backend-api.ts";
import type { Environment } from "../environment.ts";
import { openLanPage } from "../machine/lan-page.ts";
import { createFindServer } from "./find-server.ts";
import type { RommGround } from "./open-romm.ts";
import type { AccessBook } from "./server-access.ts";

/** The calls about a server before anybody is signed in there. */
export type ServerCalls = Pick<
  BackendApi,
  "findServer" | "offerPhoneEntry" | "awaitPhoneEntry" | "closePhoneEntry"
>;

export function createServerCalls(
  ground: RommGround & { access: AccessBook; environment: Pick<Environment, "lanAddress"> },
): ServerCalls {
  const entries = createPhoneEntries({
    clock: ground.clock,
    newSecret: () => randomBytes(12).toString("base64url"),
    async openPage(p) {
      const address = ground.environment.lanAddress();
      return address === null ? null : await openLanPage({ ...p, address });
    },
  });
  return {
    findServer: createFindServer(ground),
    offerPhoneEntry: () => entries.offer(),
    awaitPhoneEntry: ({ entryId }) => entries.wait(entryId),
    async closePhoneEntry({ entryId }) {
      entries.close(entryId);
    },
  };
}
