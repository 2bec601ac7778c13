import type { ConnectError } from "../../contract/account.ts";
import type { SignInWay } from "../../contract/sign-in-way.ts";
import { fixedToken } from "../../core/token-source.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import { toProblem } from "../../work/problems.ts";
import { readServerAddress } from "../server/address.ts";
import type { ServerVersions, SignInDeps } from "./deps.ts";

export interface CheckedServer {
  origin: string;
  serverVersion: string;
}

/** Whether there is a RomM that has what saves need, and this way to sign in; null: any way. Throws `RommError`. */
export async function checkServer(
  { openServer, versions }: Pick<SignInDeps, "openServer" | "versions">,
  p: { origin: string; way: SignInWay | null },
  signal: AbortSignal,
): Promise<Outcome<CheckedServer, ConnectError>> {
  const address = readServerAddress(p.origin);
  if (!address.ok) {
    return { ok: false, error: { kind: "bad-origin", origin: p.origin, why: address.error.kind } };
  }
  const origin = address.value;
  const serverVersion = await openServer({ origin, tokens: fixedToken(null) }).readVersion(signal);
  const needed = versions.neededForSaves(serverVersion);
  if (needed !== null) return { ok: false, error: { kind: "too-old", serverVersion, needed } };
  const neededForWay = p.way === null ? null : neededFor(versions, p.way, serverVersion);
  if (p.way !== null && neededForWay !== null) {
    return {
      ok: false,
      error: { kind: "way-not-offered", way: p.way, serverVersion, needed: neededForWay },
    };
  }
  return { ok: true, value: { origin, serverVersion } };
}

/** A pasted token may be one of another kind, which older versions take too. */
function neededFor(versions: ServerVersions, way: SignInWay, serverVersion: string): string | null {
  switch (way) {
    case "device":
      return versions.neededForPairing(serverVersion);
    case "pairing-code":
      return versions.neededForTokens(serverVersion);
    case "token":
    case "password":
      return null;
  }
}

/** What RomM or the disk refused, as a value; a defect goes on upwards. */
export async function orConnectError<T, E extends { kind: string }>(
  work: () => Promise<Outcome<T, E | ConnectError>>,
): Promise<Outcome<T, E | ConnectError>> {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    if (!problem) throw error;
    return { ok: false, error: problem };
  }
}
