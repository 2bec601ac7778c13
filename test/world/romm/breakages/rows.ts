import type { RommContext } from "../http/app.ts";
import type { DeviceRow, SaveRecord, TokenRow } from "../rules/ground/database.ts";
import { asObject, idIn, type JsonObject } from "./breakage.ts";

/** The client token that a request carries. */
export function tokenOf(c: RommContext): TokenRow | undefined {
  const raw = (c.req.header("authorization") ?? "").replace(/^Bearer /, "");
  return c.get("rules").database.tokens.find((token) => token.raw === raw);
}

/** Lets the request's token read devices, until undone. */
export function grantDevicesRead(c: RommContext): () => void {
  const token = tokenOf(c);
  const scopes = token?.scopes ?? [];
  if (token !== undefined) token.scopes = [...scopes, "devices.read"];
  return () => {
    if (token !== undefined) token.scopes = scopes;
  };
}

/** A save that is known to be there. */
export function saveOf(c: RommContext, saveId: number): SaveRecord {
  return found(c.get("rules").database.saves.find((row) => row.id === saveId));
}

/** The device that the query or the body of an answer names. */
export function deviceOf(c: RommContext, deviceId: unknown): DeviceRow {
  return found(c.get("rules").database.devices.find((row) => row.id === deviceId));
}

function found<T>(row: T | undefined): T {
  if (row === undefined) throw new Error("There is no such row.");
  return row;
}

/** The save that the path names. */
export function findSave(c: RommContext): SaveRecord | undefined {
  return c.get("rules").database.saves.find((row) => row.id === idIn(c));
}

/** The device entries of a row as it is sent. */
export function entriesOf(row: JsonObject): JsonObject[] {
  return Array.isArray(row.device_syncs) ? row.device_syncs.map(asObject) : [];
}

/** Of a device that was told nothing by its hash. */
export const unknownHashes = { client_hash: null, server_hash: null };
