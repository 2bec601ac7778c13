import * as v from "valibot";
import { fromFormat1 } from "../core/formats/from-format-1.ts";
import type { AccountState, SavepointState } from "../core/state.ts";
import type { DocumentFormat } from "./durable/envelope.ts";
import { type Chunks, checkedJson, createPieces, membersOf, named, objectOf } from "./json-pieces.ts";
import {
  accountHeadSchema,
  accountSchema,
  pathWriterSchema,
  playStatusSchema,
  shortcutSchema,
} from "./schema/account.ts";
import { format1AccountSchema } from "./schema/format-1.ts";
import { unitSchema } from "./schema/unit.ts";
import { accountId } from "./schema/words.ts";

/** The content of `state.json`: the state, and what the player has not been told yet about how it was loaded. */
export interface StateDocument {
  state: SavepointState;
  notice: RecoveryNotice | null;
}

/** `recovered`: from what was saved at `savedAtMs`. `lost`: nothing of use was left. */
export type RecoveryNotice =
  | { kind: "recovered"; reason: string; savedAtMs: number }
  | { kind: "lost"; reason: string };

const notice: v.GenericSchema<unknown, RecoveryNotice> = v.variant("kind", [
  v.strictObject({ kind: v.literal("recovered"), reason: v.string(), savedAtMs: v.number() }),
  v.strictObject({ kind: v.literal("lost"), reason: v.string() }),
]);

const headEntries = { activeAccount: v.nullable(accountId), notice: v.nullable(notice) };
const headSchema = v.strictObject(headEntries);
const restEntries = { ...headEntries, lastWriterByPath: v.record(v.string(), pathWriterSchema) };
const documentSchema = v.strictObject({
  ...restEntries,
  accounts: v.record(v.string(), accountSchema),
});
const format1Schema = v.strictObject({
  ...restEntries,
  accounts: v.record(v.string(), format1AccountSchema),
});

/** What stands where nothing was saved yet. */
export const emptyState: SavepointState = { activeAccount: null, accounts: {}, lastWriterByPath: {} };

/** One per open document: the encoder remembers the bytes of every shortcut and unit. */
export function createStateFormat(): DocumentFormat<StateDocument> {
  const pieces = createPieces();

  function encodeAccount([id, account]: [string, AccountState]): Chunks {
    const { shortcut_registry, units, playStatus, ...head } = account;
    const members = [
      membersOf(checkedJson(accountHeadSchema, head, id)),
      pieces.members(playStatusSchema, playStatus ? { playStatus } : {}),
      named("shortcut_registry", objectOf([pieces.members(shortcutSchema, shortcut_registry)])),
      named("units", objectOf([pieces.members(unitSchema, units)])),
    ];
    return named(id, objectOf(members));
  }

  return {
    format: "savepoint-state",
    version: 3,
    // Version 2 has nothing that version 3 has not: only playthroughs that were left, and both saves kept, are new.
    migrations: { 1: migrateFormat1, 2: (body) => body },
    decode(body) {
      const decoded = v.safeParse(documentSchema, body);
      if (!decoded.success) return null;
      const { notice, ...state } = decoded.output;
      return { state, notice };
    },
    encode({ state: { accounts, lastWriterByPath, activeAccount }, notice }) {
      return objectOf([
        membersOf(checkedJson(headSchema, { activeAccount, notice }, "state")),
        named("accounts", objectOf(Object.entries(accounts).map(encodeAccount))),
        named("lastWriterByPath", objectOf([pieces.members(pathWriterSchema, lastWriterByPath)])),
      ]);
    },
  };
}

/** Throws where the file never was of version 1. */
function migrateFormat1(body: Record<string, unknown>): Record<string, unknown> {
  const { notice, ...state } = v.parse(format1Schema, body);
  return { notice, ...fromFormat1(state) };
}
