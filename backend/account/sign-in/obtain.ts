import type { ConnectError, Credentials, Right } from "../../contract/account.ts";
import { type ArrivedLogin, askedRights, missingForSaves, missingIn } from "../../core/login.ts";
import { RommError } from "../../core/romm-error.ts";
import { fixedToken } from "../../core/token-source.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import type { CheckedServer } from "./check-server.ts";
import type { SignInDeps } from "./deps.ts";

type Obtained = Outcome<ArrivedLogin, ConnectError>;

/**
 * Turns what the player typed into a login. What RomM gives once is written down before anybody uses it, and is asked
 * for only when the disk has taken something just now. Throws `RommError` and `FileError`.
 */
export async function obtain(
  deps: SignInDeps,
  server: CheckedServer,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Obtained> {
  if (credentials.kind === "token") return ofToken(deps, server, credentials.token);
  await deps.credentials.prove();
  const obtained = await (credentials.kind === "password"
    ? byPassword(deps, server, credentials, signal)
    : byCode(deps, server, credentials, signal));
  if (obtained.ok) await deps.credentials.setArrived(obtained.value);
  return obtained;
}

/** Pasted whole or in part: with the header's word before it, with quotes, or without its `rmm_`. */
function ofToken(
  { versions }: SignInDeps,
  { origin, serverVersion }: CheckedServer,
  pasted: string,
): Obtained {
  const bare = pasted
    .replace(/[\s"'\p{Cc}\p{Cf}]+/gu, "")
    .replace(/^(authorization:)?bearer(?=rmm_|ey)/i, "");
  const lacksPrefix = /^[0-9a-f]{64}$/i.test(bare) && versions.neededForTokens(serverVersion) === null;
  const token = lacksPrefix ? `rmm_${bare.toLowerCase()}` : bare;
  return { ok: true, value: { origin, login: { kind: "token", token }, deviceId: null, scopes: null } };
}

async function byCode(
  { openServer }: SignInDeps,
  { origin }: CheckedServer,
  { code }: { code: string },
  signal: AbortSignal,
): Promise<Obtained> {
  const typed = code.replace(/[^0-9a-z]/gi, "").toUpperCase();
  // RomM counts each try: what can be no code is not worth one of five.
  if (typed.length !== 8) return { ok: false, error: { kind: "wrong-code" } };
  const { signIn } = openServer({ origin, tokens: fixedToken(null) });
  const answer = await signIn.exchangeCode({ code: typed }, signal);
  if (answer.kind !== "token") {
    return { ok: false, error: { kind: answer.kind === "disabled" ? "account-disabled" : "wrong-code" } };
  }
  const { token, scopes } = answer;
  return { ok: true, value: { origin, login: { kind: "token", token }, deviceId: null, scopes } };
}

async function byPassword(
  deps: SignInDeps,
  { origin }: CheckedServer,
  { username, password }: { username: string; password: string },
  signal: AbortSignal,
): Promise<Obtained> {
  if (username.trim() === "" || password === "") return { ok: false, error: { kind: "wrong-password" } };
  const { signIn } = deps.openServer({ origin, tokens: fixedToken(null) });
  const ask = (scopes: readonly Right[]) =>
    signIn.askTokens({ username: username.trim(), password, scopes }, signal);
  let scopes: readonly Right[] = askedRights;
  let answer = await ask(scopes);
  if (answer.kind === "lacks-scope") {
    // RomM gives all or nothing and does not say what is too much: what the user has is asked first.
    scopes = await rightsOf(deps, origin, await ask(["me.read"]), signal);
    const missing = missingForSaves(missingIn(scopes));
    if (missing.length > 0) return { ok: false, error: { kind: "missing-rights", missing } };
    answer = await ask(scopes);
  }
  switch (answer.kind) {
    case "wrong-password":
      return { ok: false, error: { kind: "wrong-password" } };
    case "disabled":
      return { ok: false, error: { kind: "account-disabled" } };
    case "lacks-scope":
      return { ok: false, error: { kind: "missing-rights", missing: missingForSaves(askedRights) } };
    case "tokens": {
      const { accessToken, refreshToken, expiresInMs } = answer;
      const expiresAtMs = deps.clock.now() + expiresInMs;
      const login = { kind: "oauth", accessToken, refreshToken, expiresAtMs } as const;
      return { ok: true, value: { origin, login, deviceId: null, scopes: [...scopes] } };
    }
  }
}

/** What the user has of what is asked for. */
async function rightsOf(
  { openServer }: SignInDeps,
  origin: string,
  answer: { kind: "tokens"; accessToken: string } | { kind: string },
  signal: AbortSignal,
): Promise<readonly Right[]> {
  if (!("accessToken" in answer)) return [];
  const { scopes } = await openServer({ origin, tokens: fixedToken(answer.accessToken) }).readUser(signal);
  if (scopes === null)
    throw new RommError("malformed", "RomM did not tell what this user may do. Check RomM's log.");
  return askedRights.filter((right) => scopes.includes(right));
}
