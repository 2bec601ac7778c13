import { type AccessDeps, readAccess } from "../account/server/access.ts";
import type { ConnectError } from "../contract/account.ts";
import type { ServerAccess } from "../contract/server.ts";
import { plainAccess, type StoredAccess } from "../core/server-access.ts";
import type { Outcome } from "../core/vocabulary.ts";
import type { DocumentDeps } from "../documents/durable/load-document.ts";
import { openServerAccess } from "../documents/server-access.ts";
import { findAuthorityFault, findClientFault } from "../machine/certificates.ts";

/** What the player chose about the way to servers. An `address` may have a path: its origin counts. */
export interface AccessBook {
  /** As `ServerAccessFile` tells it. */
  unreadable(): string | null;
  /** As it was kept; nothing chosen is plain. */
  of(address: string): StoredAccess;
  /** Reads what is chosen now; null: nothing, so that what was kept holds. */
  read(chosen: ServerAccess | undefined): Promise<Outcome<StoredAccess | null, ConnectError>>;
  /** After it has worked; null changes nothing. Durable when resolved. */
  keep(address: string, access: StoredAccess | null): Promise<void>;
  forget(address: string): Promise<void>;
}

export async function openAccessBook(
  documents: DocumentDeps,
  place: { folder: string },
): Promise<AccessBook> {
  const file = await openServerAccess(documents, place);
  const deps: AccessDeps = { read: documents.disk.read, findAuthorityFault, findClientFault };
  return {
    unreadable: file.unreadable,
    of: (address) => file.load(originOf(address)) ?? plainAccess,
    read: async (chosen) =>
      chosen === undefined ? { ok: true, value: null } : await readAccess(deps, chosen),
    keep: async (address, access) => {
      if (access !== null) await file.save(originOf(address), access);
    },
    forget: (address) => file.remove(originOf(address)),
  };
}

function originOf(address: string): string {
  return new URL(address).origin;
}
