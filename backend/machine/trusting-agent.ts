import type { ClientRequestArgs } from "node:http";
import * as https from "node:https";
import * as tls from "node:tls";
import { type CertificateTrouble, HttpError, type SeenCertificate, type Trust } from "./http.ts";

/**
 * Law: no byte of a request leaves before the other side's certificate was taken, by the system's authorities, by the
 * player's own, or by its fingerprint. The socket is corked until then; a session is never resumed, since Node checks
 * no host's name on a resumed one.
 */
export function createTrustingAgent(trust: Trust, options: https.AgentOptions): https.Agent {
  return new TrustingAgent(trust, options);
}

class TrustingAgent extends https.Agent {
  readonly #fingerprint: string | null;

  constructor({ authority, fingerprint, clientCertificate }: Trust, options: https.AgentOptions) {
    trustTheSystem();
    const secureContext = tls.createSecureContext({
      ...(authority !== null && { ca: [...tls.getCACertificates("default"), authority] }),
      ...(clientCertificate !== null && { cert: clientCertificate.certificate, key: clientCertificate.key }),
    });
    // Judged below, where the fingerprint is known; Node itself would not tell which certificate it saw.
    super({ ...options, secureContext, rejectUnauthorized: false, maxCachedSessions: 0 });
    this.#fingerprint = fingerprint;
  }

  override createConnection(...args: Parameters<https.Agent["createConnection"]>) {
    const socket = super.createConnection(...(args as [ClientRequestArgs]));
    if (!(socket instanceof tls.TLSSocket)) throw new Error("A connection over TLS is no TLS socket.");
    socket.cork();
    socket.once("secureConnect", () => {
      const refused = judge(socket, this.#fingerprint);
      if (refused === null) socket.uncork();
      else socket.destroy(new HttpError("untrusted", new Error(refused.why), refused));
    });
    return socket;
  }
}

let isSystemTrusted = false;

/** Node brings authorities of its own; what this machine's owner added stands in the system's store. Takes 50 ms, once. */
function trustTheSystem(): void {
  if (isSystemTrusted) return;
  isSystemTrusted = true;
  const all = [...tls.getCACertificates("default"), ...tls.getCACertificates("system")];
  tls.setDefaultCACertificates([...new Set(all)]);
}

/** Null: taken. */
function judge(socket: tls.TLSSocket, fingerprint: string | null): SeenCertificate | null {
  const seen = socket.getPeerX509Certificate();
  if (seen === undefined) return { ...nothing, why: "other" };
  const isTaken = fingerprint === null ? socket.authorized : seen.fingerprint256 === fingerprint;
  if (isTaken) return null;
  return {
    fingerprint: seen.fingerprint256,
    why:
      fingerprint === null ? (troubles[String(socket.authorizationError)] ?? "other") : "other-than-pinned",
    subject: nameOf(seen.subject),
    issuer: nameOf(seen.issuer),
    validFromMs: Date.parse(seen.validFrom),
    validToMs: Date.parse(seen.validTo),
  };
}

const nothing = { fingerprint: "", subject: "", issuer: "", validFromMs: 0, validToMs: 0 };

/** By OpenSSL's names, and Node's own for a host that the certificate does not name. */
const troubles: Record<string, CertificateTrouble> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "unknown-issuer",
  UNABLE_TO_GET_ISSUER_CERT: "unknown-issuer",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown-issuer",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown-issuer",
  CERT_UNTRUSTED: "unknown-issuer",
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "not-yet-valid",
  CERT_REVOKED: "revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "other-host",
};

/** The common name, else the organisation, of a name as OpenSSL prints it: one part a line. */
function nameOf(name: string | undefined): string {
  const [, found = ""] = /^CN=(.+)$/m.exec(name ?? "") ?? /^O=(.+)$/m.exec(name ?? "") ?? [];
  return found;
}
