import type { ConnectError } from "../../contract/account.ts";
import type { ServerAccess } from "../../contract/server.ts";
import { firstLetters } from "../../core/first-letters.ts";
import type { StoredAccess } from "../../core/server-access.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import { toProblem } from "../../work/problems.ts";

export interface AccessDeps {
  /** Null: no such file. Throws `FileError`. */
  read(path: string): Promise<Uint8Array | null>;
  /** Null: certificates, one or more, in PEM; otherwise what is wrong with it. */
  findAuthorityFault(pem: string): string | null;
  /** Null: a certificate and its key, both in PEM; otherwise what is wrong with them. */
  findClientFault(p: { certificate: string; key: string }): string | null;
}

type Part = (ConnectError & { kind: "bad-access" })["part"];

/** Reads the files that a choice names and checks the rest, so that a mistake is told before anything is asked. */
export async function readAccess(
  deps: AccessDeps,
  access: ServerAccess,
): Promise<Outcome<StoredAccess, ConnectError>> {
  try {
    return {
      ok: true,
      value: {
        headers: readHeaders(access.headers ?? {}),
        fingerprint: access.fingerprint === undefined ? null : readFingerprint(access.fingerprint),
        authority:
          access.authorityPath === undefined ? null : await readAuthority(deps, access.authorityPath),
        clientCertificate:
          access.clientCertificate === undefined ? null : await readClient(deps, access.clientCertificate),
      },
    };
  } catch (error) {
    const problem = error instanceof Unusable ? error.toProblem() : toProblem(error);
    if (!problem) throw error;
    return { ok: false, error: problem };
  }
}

class Unusable extends Error {
  readonly part: Part;

  constructor(part: Part, detail: string) {
    super(detail);
    this.part = part;
  }

  toProblem(): ConnectError {
    return { kind: "bad-access", part: this.part, detail: this.message };
  }
}

/** What HTTP itself needs, and what says who is signed in. */
const reserved =
  /^(authorization|connection|content-length|content-type|cookie|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/;

/** The values are secrets: no detail repeats one. */
function readHeaders(headers: Record<string, string>): Record<string, string> {
  const read = Object.entries(headers).map(
    ([name, value]) => [name.trim().toLowerCase(), value.trim()] as const,
  );
  for (const [name, value] of read) {
    const shown = firstLetters(name, 40);
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
      throw new Unusable("headers", `No header is called "${shown}".`);
    if (reserved.test(name)) throw new Unusable("headers", `Savepoint sets the header "${shown}" itself.`);
    if (!/^[\t\x20-\x7e]+$/.test(value)) {
      throw new Unusable(
        "headers",
        `The value of the header "${shown}" is empty, or no header can carry it.`,
      );
    }
  }
  return Object.fromEntries(read);
}

/** With or without its colons, in either case. */
function readFingerprint(text: string): string {
  const digits = text
    .replace(/^sha-?256[:= ]*/i, "")
    .replace(/[\s:]/g, "")
    .toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits))
    throw new Unusable("fingerprint", "It is not 32 pairs of hexadecimal digits.");
  return digits.replace(/(..)(?=.)/g, "$1:");
}

async function readAuthority(deps: AccessDeps, path: string): Promise<string> {
  const pem = await readText(deps, "authority", path);
  const fault = deps.findAuthorityFault(pem);
  if (fault !== null) throw new Unusable("authority", `${path}: ${fault}`);
  return pem;
}

async function readClient(
  deps: AccessDeps,
  p: { certificatePath: string; keyPath: string },
): Promise<{ certificate: string; key: string }> {
  const certificate = await readText(deps, "client-certificate", p.certificatePath);
  const key = await readText(deps, "client-certificate", p.keyPath);
  const fault = deps.findClientFault({ certificate, key });
  if (fault !== null) throw new Unusable("client-certificate", fault);
  return { certificate, key };
}

/** Far above a whole system's list of authorities. */
const longestBytes = 1024 * 1024;

async function readText({ read }: AccessDeps, part: Part, path: string): Promise<string> {
  if (!path.startsWith("/")) throw new Unusable(part, `${path} is no whole path of a file.`);
  const bytes = await read(path);
  if (bytes === null) throw new Unusable(part, `There is no file ${path}.`);
  if (bytes.byteLength > longestBytes) throw new Unusable(part, `${path} is too large for a certificate.`);
  return new TextDecoder().decode(bytes);
}
