import type { SeenCertificate } from "../core/vocabulary.ts";
import type { ConnectError } from "./account.ts";
import type { SignInWay } from "./sign-in-way.ts";

/** A certificate that was seen and not taken, and why. */
export type { CertificateTrouble, SeenCertificate } from "../core/vocabulary.ts";
export type { SignInWay } from "./sign-in-way.ts";

/**
 * What the player chose about the way to one server. It is kept with the credentials, goes to that server's origin
 * alone, and never along a redirect to another one. Where a call leaves it out, what was chosen before stays.
 */
export interface ServerAccess {
  /** A PEM file on this Deck: authorities that are trusted beside the system's. Read once, when it is chosen. */
  authorityPath?: string;
  /** SHA-256 of the one certificate that is taken, whatever it says: as `untrusted` told it. */
  fingerprint?: string;
  /** For what stands in front of RomM, such as Cloudflare Access. Secrets. */
  headers?: Record<string, string>;
  /** PEM files on this Deck, for a proxy that asks who comes. */
  clientCertificate?: { certificatePath: string; keyPath: string };
}

export interface FoundServer {
  /** Scheme, host, port and the path below which RomM lies: what `connect` takes. */
  origin: string;
  /** RomM's own words, such as `5.2.0` or `development`. */
  serverVersion: string;
  /** The best first. Without `password` where the server's admin has switched it off. */
  ways: SignInWay[];
  /** The name of the sign-in that RomM itself uses beside passwords, or in their place; null: none. */
  oidcProvider: string | null;
  /** RomM has no user yet: its first steps are done in a browser. */
  needsSetup: boolean;
  /** What was asked, in this order; the last one is `origin`. */
  tried: string[];
  /** An encrypted address of the same host that was passed over, since nothing vouches for its certificate. */
  untrusted: { origin: string; certificate: SeenCertificate } | null;
}

/** `at` is the address that the problem is about: of all that were tried, the one that tells most. */
export type FindError = ConnectError & { tried: string[]; at: string | null };

/** A page on the local network that takes an address and nothing else. */
export interface PhoneEntry {
  entryId: string;
  url: string;
  /** The QR code of `url`, row by row: `1` is dark. Without the white border of four modules. */
  qrRows: string[];
  expiresAtMs: number;
}

/** `no-lan`: this Deck is in no local network in which a phone could reach it. */
export type PhoneEntryError = { kind: "no-lan" };
export type PhoneEntryEnd = { kind: "expired" } | { kind: "cancelled" };
