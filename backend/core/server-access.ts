/**
 * What the player chose about the way to one server, read and checked. It goes to that server's origin alone. Secrets:
 * never logged.
 */
export interface StoredAccess {
  /** With every request. */
  headers: Record<string, string>;
  /** PEM, one certificate or more: trusted beside the system's. */
  authority: string | null;
  /** SHA-256 of the only certificate that is taken, whatever it says: `AB:CD:…`. */
  fingerprint: string | null;
  /** PEM. */
  clientCertificate: { certificate: string; key: string } | null;
}

export const plainAccess: StoredAccess = {
  headers: {},
  authority: null,
  fingerprint: null,
  clientCertificate: null,
};
