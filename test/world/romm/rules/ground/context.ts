import type { Database } from "./database.ts";
import type { RommFiles } from "./files.ts";
import type { Redis } from "./redis.ts";
import type { Profile, Traits } from "./traits.ts";

/** What every rule works on. `database` is replaced as a whole when the server is restored. */
export interface Context {
  database: Database;
  profile: Profile;
  traits: Traits;
  files: RommFiles;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** A fresh uuid. */
  newUuid: () => string;
  redis: Redis;
  /** What OAuth tokens are signed with (`ROMM_AUTH_SECRET_KEY`). */
  secretKey: string;
}

/** Who asks: a user with the rights of the token or password used. */
export interface Caller {
  userId: number;
  scopes: readonly string[];
  /** Of a token that belongs to a device. */
  deviceId: string | null;
}

/** A time as the database keeps it: MariaDB drops the fraction. */
export function stored(context: Context, ms: number): number {
  return context.traits.keepsWholeSeconds ? Math.floor(ms / 1000) * 1000 : ms;
}

export function storedNow(context: Context): number {
  return stored(context, context.clock());
}
