/** One request, one answer; redirects are answers. Bodies stream. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: HttpBody;
  /** Absent: what the system trusts. */
  trust?: Trust;
  signal: AbortSignal;
}

/** Whose certificate is taken behind `https:`, and who comes. */
export interface Trust {
  /** PEM: authorities beside the system's. */
  authority: string | null;
  /** SHA-256 of the only certificate that is taken, whatever it says: `AB:CD:…`. */
  fingerprint: string | null;
  /** PEM, where the other side asks. */
  clientCertificate: { certificate: string; key: string } | null;
}

/** A certificate that was not taken. */
export interface SeenCertificate {
  /** SHA-256: `AB:CD:…`. */
  fingerprint: string;
  why: CertificateTrouble;
  /** Empty where it names nobody. */
  subject: string;
  issuer: string;
  validFromMs: number;
  validToMs: number;
}

export type CertificateTrouble =
  | "self-signed"
  | "unknown-issuer"
  | "expired"
  | "not-yet-valid"
  | "other-host"
  | "other-than-pinned"
  | "revoked"
  | "other";

/**
 * The length is known before the first byte leaves, so that nothing is buffered. A chunk is done with when the next
 * one is asked for: its maker may fill the same memory again. An error that it throws reaches the caller unchanged.
 */
export interface HttpBody {
  sizeBytes: number;
  chunks: AsyncIterable<Uint8Array>;
}

export interface HttpResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Decoded from gzip; ends with `HttpError` if the other side broke off. To be read to its end or left by `break`. */
  body: AsyncIterable<Uint8Array>;
}

/**
 * `no-network`, `refused`, `untrusted`: nothing of the request reached the server, a repeat is safe; `broken`: nobody knows; `garbled`: what came is not HTTP,
 * or not the gzip that it claims to be; `aborted`: our signal.
 */
export type HttpErrorCode = "no-network" | "refused" | "untrusted" | "broken" | "garbled" | "aborted";

export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  /** Set with `untrusted`. */
  readonly certificate: SeenCertificate | null;

  constructor(code: HttpErrorCode, cause: unknown, certificate: SeenCertificate | null = null) {
    super(`${code}: ${messageOf(cause)}`, { cause });
    this.code = code;
    this.certificate = certificate;
  }
}

/** A host with several addresses fails once for each, and Node's own sum of that is empty. */
function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join(", ");
  return cause instanceof Error ? cause.message : String(cause);
}
