import type { AccountId, DeviceId } from "../core/vocabulary.ts";
import type { SaveServer } from "./save-server.ts";

/** The signed-in account and its server. */
export interface ServerSession {
  accountId: AccountId;
  deviceId: DeviceId;
  server: SaveServer;
}
