import * as v from "valibot";
import type { AccountId } from "../core/vocabulary.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import { createSerialUpdates } from "./durable/serial-updates.ts";
import { createDurableJson } from "./durable-json.ts";

/** What signs us in. Never logged, never in a support bundle. */
export type StoredCredentials = { kind: "token"; token: string };

export interface CredentialsFile {
  /** Whose credentials are here. */
  accountIds(): AccountId[];
  /** Null: not signed in there. */
  load(accountId: AccountId): StoredCredentials | null;
  /** Durable when resolved; rejects with `FileError` or `DocumentReadOnly`. */
  save(accountId: AccountId, credentials: StoredCredentials): Promise<void>;
  /** When resolved, no file of ours holds them any more. Rejects as `save` does. */
  remove(accountId: AccountId): Promise<void>;
}

type Accounts = Record<string, StoredCredentials>;

const schema = v.strictObject({
  accounts: v.record(v.string(), v.strictObject({ kind: v.literal("token"), token: v.string() })),
});

/**
 * `credentials.json` of the folder: 0600 in a 0700 folder before the first byte is written. A damaged file means
 * signing in again; it is not kept aside. Throws `FileError` where the disk does not tell.
 */
export async function openCredentials(
  deps: DocumentDeps,
  { folder }: { folder: string },
): Promise<CredentialsFile> {
  const document = createDurableJson<Accounts>(deps, {
    folder,
    name: "credentials.json",
    mode: 0o600,
    folderMode: 0o700,
    keepsDamaged: false,
    format: "savepoint-credentials",
    version: 1,
    decode: (body) => (v.is(schema, body) ? body.accounts : null),
    encode: (accounts) => [Buffer.from(JSON.stringify({ accounts }))],
  });
  const loaded = await document.load();
  if (loaded.kind === "damaged") deps.log.warn("The credentials are damaged.", { reason: loaded.reason });
  const first: Accounts = "value" in loaded ? (loaded.value ?? {}) : {};
  if (loaded.kind === "previous") await document.saveRecovered(first);
  const updates = createSerialUpdates(first, async (accounts) => {
    // The loader makes the folder, with its own idea of rights.
    if ((await deps.disk.stat(folder)) !== null) await deps.disk.setMode(folder, 0o700);
    await document.save(accounts);
  });
  return {
    accountIds: () => Object.keys(updates.current()).map((id) => id as AccountId),
    load: (accountId) => updates.current()[accountId] ?? null,
    save: (accountId, credentials) =>
      updates.update((accounts) => ({ ...accounts, [accountId]: credentials })),
    remove: async (accountId) => {
      await updates.update(({ [accountId]: _, ...others }) => others);
      // The first save made `.prev` of what was just removed, the second one replaces that too.
      await updates.update((accounts) => ({ ...accounts }));
    },
  };
}
