import type { RommErrorCode, SeenCertificate } from "./vocabulary.ts";

/** What RomM can say that it does not have; `save-file`: the row is there, its bytes are not. */
export type RommEntity = "rom" | "save" | "save-file" | "device" | "user" | "platform";

/**
 * RomM could not be used. `not-found` only where the answer names the entity that is gone (RomM's own JSON);
 * a proxy's 404 is `malformed`. `didArrive` false: the request never reached a server, a repeat is safe.
 */
export class RommError extends Error {
  override readonly name = "RommError";
  readonly code: RommErrorCode;
  readonly status: number | null;
  readonly didArrive: boolean;
  /** Set with `not-found`: what is gone. */
  readonly entity: RommEntity | null;
  /** The server's own wish (`Retry-After`), if it told one. */
  readonly retryAfterMs: number | null;
  /** Set with `untrusted`: what the server showed. */
  readonly certificate: SeenCertificate | null;
  /** With `redirected`: where it leads, as the server spelt it. */
  readonly location: string | null;
  /** With `too-large`, where the server tells it. */
  readonly limitBytes: number | null;
  /**
   * RomM's 500 that says nothing: up to 5.3 its answer to an expired or broken JWT, on every path; with a JWT it is to
   * be renewed once before the 500 is believed.
   */
  readonly isBare500: boolean;

  constructor(
    code: RommErrorCode,
    detail: string,
    facts: {
      status?: number;
      didArrive?: boolean;
      entity?: RommEntity;
      retryAfterMs?: number | null;
      certificate?: SeenCertificate;
      location?: string | null;
      limitBytes?: number | null;
      isBare500?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(detail, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status ?? null;
    this.didArrive = facts.didArrive ?? true;
    this.entity = facts.entity ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.certificate = facts.certificate ?? null;
    this.location = facts.location ?? null;
    this.limitBytes = facts.limitBytes ?? null;
    this.isBare500 = facts.isBare500 ?? false;
  }
}
