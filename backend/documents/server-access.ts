import * as v from "valibot";
import type { StoredAccess } from "../core/server-access.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import { loadOrClose, whyUnknown } from "./durable/load-or-close.ts";
import { createSerialUpdates } from "./durable/serial-updates.ts";
import { createDurableJson } from "./durable-json.ts";

/** What the player chose about the way to each server, by origin. */
export interface ServerAccessFile {
  /** Why nothing of the file is known; where the disk refused it, nothing is saved over it either. Null: it is known. */
  unreadable(): string | null;
  /** Null: nothing was chosen. */
  load(origin: string): StoredAccess | null;
  /** Durable when resolved; rejects with `FileError` or `DocumentReadOnly`. */
  save(origin: string, access: StoredAccess): Promise<void>;
  /** When resolved, no file of ours holds it any more. Rejects as `save` does. */
  remove(origin: string): Promise<void>;
}

type Servers = Record<string, StoredAccess>;

const access = v.strictObject({
  headers: v.record(v.string(), v.string()),
  authority: v.nullable(v.string()),
  fingerprint: v.nullable(v.string()),
  clientCertificate: v.nullable(v.strictObject({ certificate: v.string(), key: v.string() })),
});

const schema = v.strictObject({ servers: v.record(v.string(), access) });

/**
 * `servers.json` of the folder, beside the credentials and as secret: 0600 before the first byte is written. A damaged
 * file means choosing again; it is not kept aside. Never throws for what stands on the disk.
 */
export async function openServerAccess(
  deps: DocumentDeps,
  { folder }: { folder: string },
): Promise<ServerAccessFile> {
  const document = createDurableJson<Servers>(deps, {
    folder,
    name: "servers.json",
    mode: 0o600,
    folderMode: 0o700,
    keepsDamaged: false,
    format: "savepoint-servers",
    version: 1,
    decode: (body) => (v.is(schema, body) ? body.servers : null),
    encode: (servers) => [Buffer.from(JSON.stringify({ servers }))],
  });
  const { loaded, closed } = await loadOrClose(deps, document);
  if (loaded?.kind === "damaged")
    deps.log.warn("What was chosen about servers is damaged.", { reason: loaded.reason });
  const first: Servers = loaded && "value" in loaded ? (loaded.value ?? {}) : {};
  let unreadable = whyUnknown(loaded, closed);
  const updates = createSerialUpdates(first, async (servers) => {
    if (closed) throw closed;
    await document.save(servers);
    unreadable = null;
  });
  return {
    unreadable: () => unreadable,
    load: (origin) => updates.current()[origin] ?? null,
    save: (origin, chosen) => updates.update((servers) => ({ ...servers, [origin]: chosen })),
    remove: async (origin) => {
      if (updates.current()[origin] === undefined) return;
      await updates.update(({ [origin]: _, ...others }) => others);
      // The first save made `.prev` of what was just removed, the second one replaces that too.
      await updates.update((servers) => ({ ...servers }));
    },
  };
}
