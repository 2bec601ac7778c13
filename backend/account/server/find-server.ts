import type { ConnectError } from "../../contract/account.ts";
import type { FindError, FoundServer, ServerAccess, SignInWay } from "../../contract/server.ts";
import { RommError } from "../../core/romm-error.ts";
import type { StoredAccess } from "../../core/server-access.ts";
import type { Outcome, SeenCertificate } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";
import { toRommProblem } from "../../work/problems.ts";
import { readTypedAddress } from "./address.ts";
import { type Candidate, followRedirect, listCandidates } from "./candidates.ts";
import { rankTrouble } from "./trouble.ts";

export interface FindDeps {
  clock: Clock;
  /** RomM's word about itself, without any sign-in. Throws `RommError`. */
  askServer: (
    p: { address: string; access: StoredAccess | null },
    signal: AbortSignal,
  ) => Promise<ServerWord>;
  readAccess: (chosen: ServerAccess | undefined) => Promise<Outcome<StoredAccess | null, ConnectError>>;
  waysOf: (word: ServerWord) => SignInWay[];
  /** Null: this version of RomM has what saves need; otherwise the version that does. */
  neededVersion: (serverVersion: string) => string | null;
}

/** What RomM says about itself to anybody. */
export interface ServerWord {
  version: string;
  isPasswordOff: boolean;
  oidcProvider: string | null;
  needsSetup: boolean;
}

/** Below the panel's 30 s. */
const patienceMs = 25_000;
/** The next place is asked when the one before failed, or after this. */
const headStartMs = 1500;

/**
 * Finds RomM where the player's words lead: https before http, then RomM's usual ports; below the typed path, then
 * above it; along one redirect within the typed host. What was chosen for a proxy goes encrypted, unless `http://` was
 * typed.
 */
export async function findServer(
  deps: FindDeps,
  p: { typed: string; access?: ServerAccess | undefined },
): Promise<Outcome<FoundServer, FindError>> {
  const typed = readTypedAddress(p.typed);
  const nowhere = { tried: [], at: null };
  if (!typed.ok) {
    return { ok: false, error: { kind: "bad-origin", origin: p.typed, why: typed.error.kind, ...nowhere } };
  }
  const access = await deps.readAccess(p.access);
  if (!access.ok) return { ok: false, error: { ...access.error, ...nowhere } };
  const end = new AbortController();
  const search = {
    ...{ deps, access: access.value, isPlainTyped: typed.value.scheme === "http" },
    signal: AbortSignal.any([AbortSignal.timeout(patienceMs), end.signal]),
  };
  try {
    return toAnswer(deps, await searchAll(search, listCandidates(typed.value)));
  } finally {
    end.abort();
  }
}

interface Search {
  deps: FindDeps;
  /** Null: what was kept for the server. */
  access: StoredAccess | null;
  isPlainTyped: boolean;
  signal: AbortSignal;
}

/** One candidate's outcome: where it was asked, and what it said last. */
interface Finding {
  tried: string[];
  romm: { address: string; word: ServerWord } | null;
  troubles: { address: string; error: RommError }[];
}

/** In the candidates' order, up to the first that is RomM. */
async function searchAll(search: Search, candidates: Candidate[]): Promise<Finding[]> {
  const running: Promise<Finding>[] = [];
  for (const candidate of candidates) {
    const asking = searchBelow(search, candidate);
    asking.catch(() => {}); // It is awaited below, after those before it.
    running.push(asking);
    const first = await Promise.race([asking, search.deps.clock.wait(headStartMs, search.signal)]);
    if (first?.romm) break;
  }
  const findings: Finding[] = [];
  for (const asking of running) {
    const finding = await asking;
    findings.push(finding);
    if (finding.romm) break;
  }
  return findings;
}

/** Whoever does not answer at one path answers at no other. */
const silent = new Set(["no-network", "offline", "timeout", "untrusted"]);

async function searchBelow(search: Search, { origin, basePaths }: Candidate): Promise<Finding> {
  const finding: Finding = { tried: [], romm: null, troubles: [] };
  for (const basePath of basePaths) {
    const trouble = await askOnce(search, finding, `${origin}${basePath}`);
    const moved = trouble?.location ? followRedirect(`${origin}${basePath}`, trouble.location) : null;
    if (moved !== null && !finding.tried.includes(moved)) await askOnce(search, finding, moved);
    if (finding.romm || (trouble && silent.has(trouble.code))) break;
  }
  return finding;
}

/** Null: it is RomM. */
async function askOnce(search: Search, finding: Finding, address: string): Promise<RommError | null> {
  const { deps, access, isPlainTyped, signal } = search;
  finding.tried.push(address);
  const mayCarry = address.startsWith("https:") || isPlainTyped;
  try {
    const word = await deps.askServer(
      { address, access: access && (mayCarry ? access : bare(access)) },
      signal,
    );
    finding.romm = { address, word };
    return null;
  } catch (error) {
    if (!(error instanceof RommError)) throw error;
    finding.troubles.push({ address, error });
    return error;
  }
}

/** Headers are secrets: nobody on the way may read them. */
function bare(access: StoredAccess): StoredAccess {
  return { ...access, headers: {} };
}

function toAnswer(deps: FindDeps, findings: Finding[]): Outcome<FoundServer, FindError> {
  const tried = findings.flatMap((finding) => finding.tried);
  const troubles = findings.flatMap((finding) => finding.troubles);
  const romm = findings.at(-1)?.romm;
  if (!romm) return { ok: false, error: { ...worst(troubles), tried } };
  const { address, word } = romm;
  const needed = deps.neededVersion(word.version);
  if (needed !== null) {
    return { ok: false, error: { kind: "too-old", serverVersion: word.version, needed, tried, at: address } };
  }
  return {
    ok: true,
    value: {
      ...{ origin: address, serverVersion: word.version, ways: deps.waysOf(word), tried },
      ...{ oidcProvider: word.oidcProvider, needsSetup: word.needsSetup },
      untrusted: passedOver(troubles),
    },
  };
}

type Trouble = Finding["troubles"][number];

function passedOver(troubles: Trouble[]): { origin: string; certificate: SeenCertificate } | null {
  for (const { address, error } of troubles) {
    if (error.certificate) return { origin: address, certificate: error.certificate };
  }
  return null;
}

/** The trouble that tells most about where RomM is; of two alike the first. */
function worst(troubles: Trouble[]): ConnectError & { at: string | null } {
  const [most] = troubles.toSorted(
    (one, other) => rankTrouble(one.error.code) - rankTrouble(other.error.code),
  );
  if (!most) throw new Error("Nothing was asked.");
  return { ...toRommProblem(most.error), at: most.address };
}
