import type { RommProblem } from "../../../backend/contract/errors.ts";
import type { CertificateTrouble } from "../../../backend/contract/server.ts";

/** Why RomM could not be used, and what to do. */
export function rommProblem({ code, certificate, limitBytes }: RommProblem): string {
  if (code === "untrusted" && certificate) return certificateTroubles[certificate.why];
  if (code === "too-large" && limitBytes !== undefined) return tooLarge(limitBytes);
  return problems[code];
}

const problems: Record<RommProblem["code"], string> = {
  "no-network": "This Deck is offline. Connect Wi-Fi in Steam's settings.",
  offline: "RomM does not answer. Look whether its server is on.",
  untrusted: "RomM's certificate is not one that this Deck trusts. Look at the address.",
  "web-page":
    "A web page answers in place of RomM: sign in to this Wi-Fi first, or to what stands in front of RomM.",
  timeout: "RomM takes too long to answer.",
  unauthorized: "RomM asks you to sign in again. Nothing is lost.",
  forbidden: "RomM refuses: the sign-in lacks a right. Sign in again and allow what is asked for.",
  "not-found": "RomM does not know this.",
  conflict: "RomM has something newer.",
  "too-large":
    "The save is too large for RomM, or for what stands in front of it. Ask RomM's admin for more.",
  busy: "RomM is busy. It is tried again later.",
  "server-error": "RomM has an internal error. It is tried again later; RomM's log says more.",
  rejected: "RomM refused the request. Look whether Savepoint and RomM are up to date.",
  redirected: "The address leads somewhere else: sign in to this Wi-Fi first, or enter the final address.",
  malformed: "What answers there does not speak like RomM. Look at the address.",
};

const certificateTroubles: Record<CertificateTrouble, string> = {
  "self-signed":
    "Nobody but the server itself vouches for its certificate. If it is your own, compare its fingerprint and trust it.",
  "unknown-issuer":
    "This Deck does not know who vouches for this server. If that is you, choose your authority's certificate.",
  expired: "The server's certificate has ended. Renew it there, and look whether this Deck's clock is right.",
  "not-yet-valid": "The server's certificate is not valid yet. Look whether this Deck's clock is right.",
  "other-host": "The server's certificate is for another name. Enter the name that it is for.",
  "other-than-pinned":
    "The server shows another certificate than the one you trusted. If it was renewed, compare the fingerprint and trust it.",
  revoked: "The server's certificate was taken back. Ask RomM's admin.",
  other: "The server's certificate cannot be used. Ask RomM's admin to look at it.",
};

export function tooLarge(limitBytes: number): string {
  const limit = `${new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(limitBytes / 1024 ** 2)} MB`;
  return `RomM takes ${limit} at most, and this save is larger. Ask RomM's admin to raise the limit.`;
}
