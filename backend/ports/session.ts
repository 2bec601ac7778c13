import type { AccountId, DeviceId } from "../core/vocabulary.ts";
import type { SaveServer } from "./save-server.ts";

interface ClientList {
  list(signal: AbortSignal): Promise<readonly { deviceId: DeviceId; client: string | null }[]>;
}

/** The signed-in account and its server. */
export interface ServerSession {
  accountId: AccountId;
  deviceId: DeviceId;
  server: SaveServer;
  /** Of which client each device of the account is. */
  devices?: ClientList;
}
