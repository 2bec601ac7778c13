import * as v from "valibot";
import { firstLetters } from "../core/first-letters.ts";
import { RommError } from "../core/romm-error.ts";
import type { DeviceId } from "../core/vocabulary.ts";
import { decode, deviceId, time } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** The ways into RomM. None of these calls is signed in; what they answer is secret. */
export interface SignIn {
  /** RomM 5.0 `POST /api/auth/device/init`. */
  startFlow(p: FlowRequest, signal: AbortSignal): Promise<DeviceFlow>;
  /** RomM 5.0 `POST /api/auth/device/token`. What was approved is told once: a lost answer is lost. */
  pollFlow(p: { deviceCode: string }, signal: AbortSignal): Promise<FlowAnswer>;
  /** RomM 4.8 `POST /api/client-tokens/exchange`. The code serves once, and who held the token before is signed out. */
  exchangeCode(p: { code: string }, signal: AbortSignal): Promise<CodeAnswer>;
  /** RomM 4.7 `POST /api/token`: all of the scopes or none. */
  askTokens(p: PasswordRequest, signal: AbortSignal): Promise<PasswordAnswer>;
  /** From RomM 4.8 on the refresh token is worth nothing afterwards, whether its answer arrives or not. */
  refreshTokens(p: { refreshToken: string }, signal: AbortSignal): Promise<RefreshAnswer>;
}

export interface FlowRequest {
  /** By which RomM knows the device again; must differ between two Decks. */
  identifier: string;
  name: string;
  client: string;
  platform: string;
  clientVersion: string;
  scopes: readonly string[];
}

export interface DeviceFlow {
  /** Secret: who has it collects the token. */
  deviceCode: string;
  /** What the player types. */
  userCode: string;
  /** Below RomM's address; the second one has the code in it. */
  path: string;
  pathWithCode: string;
  expiresInMs: number;
  /** A poll earlier than this is told to slow down. */
  intervalMs: number;
}

export type FlowAnswer =
  | { kind: "approved"; token: string; deviceId: DeviceId; scopes: string[] }
  | { kind: "pending" | "slow-down" | "denied" }
  /** Unknown, out of time, or collected before. */
  | { kind: "expired" };

export type CodeAnswer =
  | { kind: "token"; token: string; scopes: string[] }
  | { kind: "wrong-code" }
  | { kind: "disabled" };

export interface PasswordRequest {
  username: string;
  password: string;
  scopes: readonly string[];
}

export type PasswordAnswer =
  | ({ kind: "tokens"; refreshToken: string } & AccessToken)
  /** The user lacks one of the scopes; RomM does not say which. */
  | { kind: "wrong-password" | "disabled" | "lacks-scope" };

export type RefreshAnswer =
  /** `refreshToken` null: the old one goes on (before RomM 4.8). */
  | ({ kind: "tokens"; refreshToken: string | null } & AccessToken)
  /** Used before, out of time, or its user is gone. */
  | { kind: "ended" };

interface AccessToken {
  accessToken: string;
  expiresInMs: number;
}

export function createSignIn(calls: Calls): SignIn {
  return {
    startFlow: (p, signal) => startFlow(calls, p, signal),
    pollFlow: (p, signal) => pollFlow(calls, p, signal),
    exchangeCode: (p, signal) => exchangeCode(calls, p, signal),
    askTokens: (p, signal) => askTokens(calls, p, signal),
    refreshTokens: (p, signal) => refreshTokens(calls, p, signal),
  };
}

const secret = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));
const seconds = v.pipe(v.number(), v.minValue(1));
const scopeList = v.array(v.string());
const refusal = v.object({ detail: v.string() });

const flowSchema = v.object({
  device_code: secret,
  user_code: v.pipe(v.string(), v.nonEmpty()),
  verification_path: v.pipe(v.string(), v.startsWith("/")),
  verification_path_complete: v.pipe(v.string(), v.startsWith("/")),
  expires_in: seconds,
  interval: seconds,
});

async function startFlow(calls: Calls, p: FlowRequest, signal: AbortSignal): Promise<DeviceFlow> {
  const call: Call = {
    task: "ask RomM for a code",
    method: "POST",
    path: "/api/auth/device/init",
    isAnonymous: true,
    body: {
      kind: "json",
      value: {
        client_device_identifier: p.identifier,
        name: firstLetters(p.name, 255),
        client: firstLetters(p.client, 50),
        platform: firstLetters(p.platform, 50),
        client_version: firstLetters(p.clientVersion, 50),
        requested_scopes: p.scopes,
      },
    },
  };
  const flow = decode(flowSchema, (await calls.ask(call, signal)).json, call.task);
  return {
    deviceCode: flow.device_code,
    userCode: flow.user_code,
    path: flow.verification_path,
    pathWithCode: flow.verification_path_complete,
    expiresInMs: flow.expires_in * 1000,
    intervalMs: flow.interval * 1000,
  };
}

const approvedSchema = v.object({
  access_token: secret,
  device_id: deviceId,
  scopes: scopeList,
  expires_at: v.nullish(time),
});

const waitingWords: Record<string, FlowAnswer> = {
  authorization_pending: { kind: "pending" },
  slow_down: { kind: "slow-down" },
  access_denied: { kind: "denied" },
  expired_token: { kind: "expired" },
};

async function pollFlow(calls: Calls, p: { deviceCode: string }, signal: AbortSignal): Promise<FlowAnswer> {
  const call: Call = {
    task: "ask RomM whether the device was approved",
    method: "POST",
    path: "/api/auth/device/token",
    isAnonymous: true,
    body: { kind: "json", value: { device_code: p.deviceCode } },
    secrets: [p.deviceCode],
    alsoAnswers: [400],
  };
  const { status, json } = await calls.ask(call, signal);
  if (status === 400) return decodeRefusal(json, call, waitingWords);
  const approved = decode(approvedSchema, json, call.task);
  return {
    kind: "approved",
    token: approved.access_token,
    deviceId: approved.device_id,
    scopes: approved.scopes,
  };
}

const tokenSchema = v.object({ raw_token: secret, scopes: scopeList });

async function exchangeCode(calls: Calls, p: { code: string }, signal: AbortSignal): Promise<CodeAnswer> {
  const call: Call = {
    task: "sign in with the pairing code",
    method: "POST",
    path: "/api/client-tokens/exchange",
    isAnonymous: true,
    body: { kind: "json", value: { code: p.code } },
    secrets: [p.code],
    alsoAnswers: [403, 404],
  };
  const { status, json } = await calls.ask(call, signal);
  if (status === 403 || status === 404) {
    return decodeRefusal<CodeAnswer>(json, call, {
      "Invalid or expired pairing code": { kind: "wrong-code" },
      "Token no longer exists": { kind: "wrong-code" },
      "Token owner is disabled": { kind: "disabled" },
    });
  }
  const token = decode(tokenSchema, json, call.task);
  return { kind: "token", token: token.raw_token, scopes: token.scopes };
}

const grantSchema = v.object({
  access_token: secret,
  refresh_token: v.optional(secret),
  expires: seconds,
});

async function askTokens(calls: Calls, p: PasswordRequest, signal: AbortSignal): Promise<PasswordAnswer> {
  const { username, password, scopes } = p;
  const task = "sign in with user name and password";
  const call = grantCall(task, { grant_type: "password", username, password, scope: scopes.join(" ") });
  const { status, json } = await calls.ask(call, signal);
  if (status === 401 || status === 403) {
    return decodeRefusal<PasswordAnswer>(json, call, {
      "Invalid username or password": { kind: "wrong-password" },
      "User account is disabled": { kind: "disabled" },
      "Insufficient scope": { kind: "lacks-scope" },
    });
  }
  const { refresh_token: refreshToken, ...access } = decode(grantSchema, json, task);
  if (refreshToken === undefined) {
    throw new RommError("malformed", `Could not ${task}: RomM gave no refresh token. Look at RomM's log.`);
  }
  return { kind: "tokens", refreshToken, ...toAccess(access) };
}

async function refreshTokens(
  calls: Calls,
  p: { refreshToken: string },
  signal: AbortSignal,
): Promise<RefreshAnswer> {
  const task = "renew the sign-in";
  const call = grantCall(task, { grant_type: "refresh_token", refresh_token: p.refreshToken });
  const { status, json } = await calls.ask(call, signal);
  if (status === 401 || status === 403) {
    return decodeRefusal<RefreshAnswer>(json, call, {
      "Could not validate credentials": { kind: "ended" },
      "Invalid refresh token": { kind: "ended" },
      "Disabled user": { kind: "ended" },
      "User account is disabled": { kind: "ended" },
    });
  }
  const { refresh_token: refreshToken = null, ...access } = decode(grantSchema, json, task);
  return { kind: "tokens", refreshToken, ...toAccess(access) };
}

function grantCall(task: string, fields: Record<string, string>): Call {
  return {
    task,
    method: "POST",
    path: "/api/token",
    isAnonymous: true,
    body: { kind: "form", fields },
    secrets: [fields.password ?? "", fields.refresh_token ?? ""],
    alsoAnswers: [401, 403],
  };
}

function toAccess(p: { access_token: string; expires: number }): AccessToken {
  return { accessToken: p.access_token, expiresInMs: p.expires * 1000 };
}

/** A refusal in words that RomM does not use here comes from something in front of it. */
function decodeRefusal<T>(json: unknown, { task }: Call, words: Record<string, T>): T {
  const { detail } = decode(refusal, json, task);
  const found = Object.hasOwn(words, detail) ? words[detail] : undefined;
  if (found !== undefined) return found;
  throw new RommError(
    "malformed",
    `Could not ${task}: the refusal is not RomM's. Check that the address leads to RomM itself.`,
  );
}
