import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { type ArrivedLogin, askedRights, type Login, type StoredLogin } from "../core/login.ts";
import type { AccountId, DeviceId } from "../core/vocabulary.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import { loadOrClose, whyUnknown } from "./durable/load-or-close.ts";
import { createSerialUpdates } from "./durable/serial-updates.ts";
import { createDurableJson } from "./durable-json.ts";

/** What signs us in. Every change is durable when resolved, or rejects with `FileError` or `DocumentReadOnly`. */
export interface CredentialsFile {
  /** Why nothing of the file is known; where the disk refused it, nothing is saved over it either. Null: it is known. */
  unreadable(): string | null;
  /** Whose credentials are here. */
  accountIds(): AccountId[];
  /** Null: not signed in there. */
  load(accountId: AccountId): StoredLogin | null;
  save(accountId: AccountId, stored: StoredLogin): Promise<void>;
  /** Of an account that still has the former login: what was signed out meanwhile stays so. */
  renew(accountId: AccountId, logins: { before: Login; next: Login }): Promise<void>;
  /** When resolved, no file of ours holds them any more. */
  remove(accountId: AccountId): Promise<void>;
  /** A sign-in that RomM has answered and that is not finished; null: none. */
  arrived(): ArrivedLogin | null;
  setArrived(arrived: ArrivedLogin | null): Promise<void>;
  /** Proves that the disk takes what RomM will give only once. */
  prove(): Promise<void>;
}

interface Stored {
  accounts: Record<string, StoredLogin>;
  arrived: ArrivedLogin | null;
}

const login: v.GenericSchema<unknown, Login> = v.variant("kind", [
  v.strictObject({ kind: v.literal("token"), token: v.string() }),
  v.strictObject({
    kind: v.literal("oauth"),
    accessToken: v.string(),
    refreshToken: v.string(),
    expiresAtMs: v.number(),
  }),
]);
const deviceId = v.pipe(
  v.string(),
  v.transform((id) => id as DeviceId),
);

const schema: v.GenericSchema<unknown, Stored> = v.strictObject({
  accounts: v.record(v.string(), v.strictObject({ login, missingRights: v.array(v.picklist(askedRights)) })),
  arrived: v.nullable(
    v.strictObject({
      origin: v.string(),
      login,
      deviceId: v.nullable(deviceId),
      scopes: v.nullable(v.array(v.string())),
    }),
  ),
});

/** Version 1 knew tokens only. */
function fromVersion1(body: Record<string, unknown>): Record<string, unknown> {
  const before = v.safeParse(v.record(v.string(), v.unknown()), body.accounts);
  if (!before.success) return body;
  const accounts = Object.entries(before.output).map(([id, one]) => [id, { login: one, missingRights: [] }]);
  return { accounts: Object.fromEntries(accounts), arrived: null };
}

/**
 * `credentials.json` of the folder: 0600 in a 0700 folder before the first byte is written. A damaged file means
 * signing in again; it is not kept aside. Never throws for what stands on the disk.
 */
export async function openCredentials(
  deps: DocumentDeps,
  { folder }: { folder: string },
): Promise<CredentialsFile> {
  const document = createDurableJson<Stored>(deps, {
    folder,
    name: "credentials.json",
    mode: 0o600,
    folderMode: 0o700,
    keepsDamaged: false,
    format: "savepoint-credentials",
    version: 2,
    migrations: { 1: fromVersion1 },
    decode(body) {
      const read = v.safeParse(schema, body);
      return read.success ? read.output : null;
    },
  });
  const { loaded, closed } = await loadOrClose(deps, document);
  if (loaded?.kind === "damaged") deps.log.warn("The credentials are damaged.", { reason: loaded.reason });
  const nothing: Stored = { accounts: {}, arrived: null };
  const first = loaded && "value" in loaded ? (loaded.value ?? nothing) : nothing;
  let unreadable = whyUnknown(loaded, closed);
  const updates = createSerialUpdates(first, async (held) => {
    if (closed) throw closed;
    // The loader makes the folder, with its own idea of rights.
    if ((await deps.disk.stat(folder)) !== null) await deps.disk.setMode(folder, 0o700);
    await document.save(held);
    unreadable = null;
  });
  const accountsOf = () => updates.current().accounts;
  const saveAgain = () => updates.update((held) => ({ ...held }));
  return {
    unreadable: () => unreadable,
    accountIds: () => Object.keys(accountsOf()).map((id) => id as AccountId),
    load: (accountId) => accountsOf()[accountId] ?? null,
    save: (accountId, stored) =>
      updates.update((held) => ({ ...held, accounts: { ...held.accounts, [accountId]: stored } })),
    renew: (accountId, { before, next }) =>
      updates.update((held) => {
        const stored = held.accounts[accountId];
        if (!stored || !isDeepStrictEqual(stored.login, before)) return held;
        return { ...held, accounts: { ...held.accounts, [accountId]: { ...stored, login: next } } };
      }),
    remove: async (accountId) => {
      await updates.update(({ accounts: { [accountId]: _, ...accounts } }) => ({ accounts, arrived: null }));
      // The first save made `.prev` of what was just removed, the second one replaces that too.
      await saveAgain();
    },
    arrived: () => updates.current().arrived,
    setArrived: (arrived) => updates.update((held) => ({ ...held, arrived })),
    prove: saveAgain,
  };
}
