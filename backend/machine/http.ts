/** One request, one answer; redirects are answers. Bodies stream. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: HttpBody;
  signal: AbortSignal;
}

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
 * `refused`: nothing reached the server, a repeat is safe; `broken`: nobody knows; `garbled`: what came is not HTTP,
 * or not the gzip that it claims to be; `aborted`: our signal.
 */
export type HttpErrorCode = "refused" | "broken" | "garbled" | "aborted";

export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, cause: unknown) {
    super(`${code}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.code = code;
  }
}
