import type { RommEntity } from "../../core/romm-error.ts";
import type { ByteSource } from "../../ports/save-server.ts";

/** One request to RomM, as its noun's file describes it. */
export interface Call {
  /** Completes "Could not ...": it stands in messages and in the log. */
  task: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the server's address; begins with `/api/`. */
  path: string;
  /** Null and undefined are left out; a list repeats its key. */
  query?: Record<string, QueryValue | QueryValue[]>;
  body?: CallBody;
  patience?: Patience;
  /** Whose absence a 404 of this call can prove. */
  entities?: RommEntity[];
  /** The same call twice leaves the server as one does. A GET always is. */
  isRepeatable?: boolean;
  /** What its body must not tell anyone, should the answer repeat it. */
  secrets?: string[];
  /** Sent without credentials: a bad token makes RomM fail even where none is needed. */
  isAnonymous?: boolean;
  /** Of a file: no more of it is wanted. */
  isFirstByteOnly?: boolean;
  /** Statuses beyond 2xx that the caller reads itself. */
  alsoAnswers?: number[];
}

export type QueryValue = string | number | boolean | null | undefined;

export type CallBody =
  | { kind: "json"; value: unknown }
  | { kind: "form"; fields: Record<string, string> }
  | { kind: "stream"; contentType: string; sizeBytes: number; chunks: AsyncIterable<Uint8Array> };

/** `transfer` waits as long as bytes move at a sensible speed; the others have one limit. */
export type Patience = "quick" | "listing" | "library" | "minutes" | "transfer";

export interface Reply {
  status: number;
  /** Not decoded yet. Null where RomM answers without a body (204). */
  json: unknown;
}

/** How a noun talks to RomM. Everything that fails is thrown as `RommError`. */
export interface Calls {
  ask(call: Call, signal: AbortSignal): Promise<Reply>;
  /** The limit of the call goes on while the bytes are read. */
  fetchBytes(call: Call, signal: AbortSignal): Promise<ByteSource>;
}
