import type { MiddlewareHandler } from "hono";
import { matchesRoute } from "../faults.ts";
import { asStatus, type RommContext, type RommEnv } from "../http/app.ts";
import type { Traits } from "../rules/ground/traits.ts";

/** A way to be wrong: other traits, or something that stands between the client and the rules. */
export interface Breakage {
  traits?: Partial<Traits>;
  around?: Around;
  /** Requests on other routes pass untouched. */
  route?: string;
}

/** Acts on one request: `next` lets the rules answer it into `c.res`. */
export type Around = (c: RommContext, next: () => Promise<void>) => Promise<void>;

export type JsonObject = Record<string, unknown>;

export function toMiddleware(around: Around): MiddlewareHandler<RommEnv> {
  return async (c, next) => {
    await around(c, next);
  };
}

/** Other requests pass untouched. */
export function on(route: string, around: Around): Breakage {
  return {
    route,
    around: (c, next) => (matchesRoute(route, c.req.method, c.req.path) ? around(c, next) : next()),
  };
}

/** Changes the JSON of an answer that is a success. */
export function rewrite(route: string, change: (body: unknown, c: RommContext) => unknown): Breakage {
  return on(route, async (c, next) => {
    await next();
    if (c.res.status < 300) await replaceJson(c, (body) => change(body, c));
  });
}

/** Changes an object, or each object of an array, in an answer that is a success. */
export function rewriteRows(
  route: string,
  change: (row: JsonObject, c: RommContext) => JsonObject,
): Breakage {
  return rewrite(route, (body, c) =>
    Array.isArray(body) ? body.map((row) => change(asObject(row), c)) : change(asObject(body), c),
  );
}

/** Answers another status, with the same body, where the test says so. */
export function restatus(
  route: string,
  from: number,
  to: number,
  when: (c: RommContext) => boolean = () => true,
): Breakage {
  return on(route, async (c, next) => {
    await next();
    if (c.res.status === from && when(c)) await answer(c, to, await readBody(c));
  });
}

/** Answers by itself; the rules are not asked. */
export function instead(
  route: string,
  when: (c: RommContext) => boolean,
  status: number,
  body: unknown,
): Breakage {
  return on(route, async (c, next) => {
    if (when(c)) await answer(c, status, body);
    else await next();
  });
}

/** Lets the rules see other query parameters. */
export function requery(route: string, change: (query: URLSearchParams, c: RommContext) => void): Breakage {
  return on(route, async (c, next) => {
    const query = new URL(c.req.url).searchParams;
    change(query, c);
    c.set("query", query);
    await next();
  });
}

/** Lets the rules see another JSON body. */
export function rebody(route: string, change: (body: JsonObject, c: RommContext) => JsonObject): Breakage {
  return on(route, async (c, next) => {
    c.set("json", change(asObject(await c.req.json()), c));
    await next();
  });
}

/** Does something to the server's tables once the answer stands. */
export function afterwards(route: string, act: (c: RommContext, body: JsonObject) => void): Breakage {
  return on(route, async (c, next) => {
    await next();
    if (c.res.status < 300) act(c, asObject(await readBody(c)));
  });
}

/** Changes the server's tables for the time of one request; `change` answers how to undo it. */
export function during(route: string, change: (c: RommContext) => () => void): Breakage {
  return on(route, async (c, next) => {
    const undo = change(c);
    await next();
    undo();
  });
}

/** Replaces the JSON of the answer, whatever its status. */
export async function replaceJson(c: RommContext, change: (body: unknown) => unknown): Promise<void> {
  await answer(c, c.res.status, change(await readBody(c)));
}

export async function answer(c: RommContext, status: number, body: unknown): Promise<void> {
  // Hono would copy the headers of the answer before into the new one.
  c.res = undefined;
  c.res = new Response(JSON.stringify(body), {
    status: asStatus(status),
    headers: { "content-type": "application/json" },
  });
}

export function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function queryOf(c: RommContext): URLSearchParams {
  return new URL(c.req.url).searchParams;
}

/** The answer's JSON, still there to be sent. */
export async function readBody(c: RommContext): Promise<unknown> {
  const text = await c.res.clone().text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The number in a path such as `/api/saves/7/content`. */
export function idIn(c: RommContext): number {
  return Number(/\/(\d+)(?:\/|$)/.exec(c.req.path)?.[1] ?? Number.NaN);
}
