import { RommError } from "../../core/romm-error.ts";
import type { TokenSource } from "../../core/token-source.ts";
import type { Call } from "./call.ts";

/** What proves who we are, tied to the one origin that may see it. */
export interface Credentials {
  urlOf(call: Call): string;
  headersFor(call: Call): Record<string, string>;
  /** Strikes every secret, those of the call too, out of a text that somebody may read. */
  redact(text: string, call: Call): string;
}

/** Striking out less would make texts unreadable, and hides nothing. */
const shortestSecret = 4;

/** `extraHeaders` (for a proxy that asks for some) go with every call, and like the token to this origin only. */
export function createCredentials(p: {
  origin: string;
  tokens: Pick<TokenSource, "current" | "secrets">;
  extraHeaders: Record<string, string>;
}): Credentials {
  const base = new URL(p.origin);
  const extra = Object.fromEntries(
    Object.entries(p.extraHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const secretsOf = ({ secrets = [] }: Call) =>
    [...p.tokens.secrets(), ...Object.values(extra), ...secrets]
      .filter((secret) => secret.length >= shortestSecret)
      .sort((one, another) => another.length - one.length);
  return {
    urlOf: (call) => toUrl(base, call),
    headersFor: (call) => {
      checkHeaders(call, extra);
      const token = call.isAnonymous ? null : p.tokens.current();
      if (token === null) return extra;
      if (!/^[\x21-\x7e]+$/.test(token)) throw refuseToken(call);
      return { ...extra, authorization: `Bearer ${token}` };
    },
    redact: (text, call) =>
      secretsOf(call).reduce((redacted, secret) => redacted.replaceAll(secret, "***"), text),
  };
}

/** A proxy may keep RomM below a path. */
function toUrl(base: URL, { path, query = {} }: Call): string {
  const url = new URL(`${base.pathname.replace(/\/+$/, "")}${path}`, base.origin);
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined) url.searchParams.append(key, String(one));
    }
  }
  // A path that reads as another host would carry the credentials there.
  if (url.origin !== base.origin) throw new Error("A call left its origin.");
  return url.href;
}

function refuseToken({ task }: Call): RommError {
  const what = "the token is empty or holds characters that no token has";
  return new RommError("unauthorized", `Could not ${task}: ${what}. Copy it again.`, { didArrive: false });
}

function checkHeaders({ task }: Call, extra: Record<string, string>): void {
  for (const [name, value] of Object.entries(extra)) {
    if (/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) continue;
    const what = "an extra header has characters that headers cannot carry";
    throw new RommError("rejected", `Could not ${task}: ${what}. Correct it in the settings.`, {
      didArrive: false,
    });
  }
}
