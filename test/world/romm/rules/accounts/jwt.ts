import { createHmac } from "node:crypto";
import type { Context } from "../ground/context.ts";

/** What RomM writes into its OAuth tokens (handler/auth/base_handler.py). */
export interface Claims {
  sub: string;
  iss: "romm:oauth";
  /** Separated by spaces. */
  scopes: string;
  type: "access" | "refresh";
  /** Seconds since 1970. */
  exp: number;
  /** Of a refresh token: the key under which Redis holds it valid. */
  jti?: string;
}

export function signJwt(context: Context, claims: Claims): string {
  const body = `${encode({ typ: "JWT", alg: "HS256" })}.${encode(claims)}`;
  return `${body}.${signatureOf(context, body)}`;
}

/** Null: not a token that this server signed. */
export function readJwt(context: Context, raw: string): Claims | null {
  const [head = "", payload = "", signature = ""] = raw.split(".");
  if (signature === "" || signature !== signatureOf(context, `${head}.${payload}`)) return null;
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signatureOf({ secretKey }: Context, body: string): string {
  return createHmac("sha256", secretKey).update(body).digest("base64url");
}
