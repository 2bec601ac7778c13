import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context as HonoContext } from "hono";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import type { Answer, Refusal } from "../rules/ground/answer.ts";
import type { Caller } from "../rules/ground/context.ts";
import type { RommRules } from "../rules/rules.ts";

/** What travels with each request: the rules that answer it (a fault may put others there) and who asks. */
export interface RommEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    rules: RommRules;
    caller: Caller | null;
    /** How long RomM is busy with an upload of so many bytes: once with its file, once with its hash. */
    uploadWindowMs: (sizeBytes: number) => number;
    /** Resolves when the reading of an upload's body may go on; absent: nothing holds it. */
    holdAtHalf?: () => Promise<void>;
    /** What a breakage puts in the place of what was sent. */
    query?: URLSearchParams;
    authorization?: string;
    json?: unknown;
    form?: URLSearchParams;
  };
}

export type RommContext = HonoContext<RommEnv>;
export type RommApp = Hono<RommEnv>;

/** Every route exists with and without trailing slash (section 0). */
export function createApp(): RommApp {
  return new Hono<RommEnv>({ strict: false });
}

/** JSON as RomM sends it; refusals as `{"detail": ...}`. */
export function respond<T>(c: RommContext, answer: Answer<T>): Response {
  if (!answer.ok) return respondRefusal(c, answer);
  if (answer.status === 204) return c.body(null, 204);
  return c.body(JSON.stringify(answer.value), asStatus(answer.status), {
    "content-type": "application/json",
  });
}

/** A 500 is a bare sentence; a 401 says how to sign in. */
export function respondRefusal(c: RommContext, { status, detail, isBare }: Refusal): Response {
  if (status === 500) return c.text(String(detail), 500);
  if (status === 401) c.header("WWW-Authenticate", "Bearer");
  return c.body(JSON.stringify(isBare ? detail : { detail }), asStatus(status), {
    "content-type": "application/json",
  });
}

/** Hono wants a literal; the rules speak plain numbers. */
export function asStatus(status: number): ContentfulStatusCode {
  return status as ContentfulStatusCode & StatusCode;
}
