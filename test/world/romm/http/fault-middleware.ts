import { setTimeout as wait } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { MiddlewareHandler } from "hono";
import type { Fault, FaultName, Faults } from "../faults.ts";
import { refuse } from "../rules/ground/answer.ts";
import { type RommContext, type RommEnv, respond } from "./app.ts";

/** Lets the faults that are set act on a request: before it, in its place, or on its answer. */
export function createFaultMiddleware(faults: Faults): MiddlewareHandler<RommEnv> {
  return async (c, next) => {
    const struck = faults.strike(c.req.method, c.req.path);
    for (const fault of struck) await prepare(c, fault);
    const inPlace = struck.find(({ name }) => name in answers);
    const answer = inPlace === undefined ? undefined : answers[inPlace.name];
    if (inPlace !== undefined && answer !== undefined) {
      await drain(c);
      return answer(c, inPlace);
    }
    await next();
    for (const { name } of struck) {
      const spoil = spoilers[name];
      if (spoil === undefined) continue;
      const spoilt = await spoil(c, Buffer.from(await c.res.arrayBuffer()));
      // Hono would copy the old answer's headers, its length among them, into the new one.
      c.res = undefined;
      c.res = spoilt;
    }
    return undefined;
  };
}

async function prepare(c: RommContext, fault: Fault): Promise<void> {
  if (fault.name === "slow") await wait(fault.options.ms ?? 1000, undefined, { ref: false });
  if (fault.name === "swallow-uploads") c.set("rules", c.get("rules").rehearse());
  if (fault.name === "stale-list" && fault.frozen !== null) c.set("rules", fault.frozen);
  if (fault.name === "hold-upload-half-read") c.set("holdAtHalf", () => fault.hold());
}

/** A client may not notice an early answer before it has sent its body. */
async function drain(c: RommContext): Promise<void> {
  const incoming = c.env?.incoming;
  if (incoming === undefined || incoming.readableEnded) return;
  for await (const _ of incoming);
}

const html = { "content-type": "text/html" };
const json = { "content-type": "application/json" };

const answers: Partial<Record<FaultName, (c: RommContext, fault: Fault) => Response>> = {
  "500": (c) => c.text("Internal Server Error", 500),
  "502-html": (c) =>
    c.body("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 502, html),
  "401": (c) => respond(c, refuse(401, "Not authenticated")),
  "403": (c) => respond(c, refuse(403, "Forbidden")),
  "proxy-404-html": (c) =>
    c.body("<html><head><title>404 Not Found</title></head><body>nginx</body></html>", 404, html),
  "entity-404": (c, { options }) => respond(c, refuse(404, options.detail ?? "Save with ID 1 not found")),
  "409": (c, { options }) =>
    respond(c, refuse(409, options.detail ?? "Slot has a newer save since your last sync")),
  "413": (c) => respond(c, refuse(413, "Request body exceeds the maximum allowed size")),
  "429": (c) => respond(c, refuse(429, "Too many requests")),
  "login-page-200": (c) =>
    c.body(
      "<!doctype html><html><head><title>Sign in</title></head><body><form></form></body></html>",
      200,
      html,
    ),
  "redirect-elsewhere": (c, { options }) =>
    c.body(null, 302, { location: options.to ?? "http://elsewhere.invalid/login" }),
  "gzip-garbage": (c) => c.body("this is no gzip", 200, { ...json, "content-encoding": "gzip" }),
  "wrong-shape": (c) => c.body(JSON.stringify({ unexpected: ["shape"] }), 200, json),
};

const spoilers: Partial<Record<FaultName, (c: RommContext, body: Buffer) => Response | Promise<Response>>> = {
  "too-long": (c, body) => resized(c, Buffer.concat([body, Buffer.from("surplus bytes")])),
  "too-short": (c, body) => resized(c, body.subarray(0, Math.floor(body.length / 2))),
  "cut-in-headers": (c) => cut(c, `HTTP/1.1 ${c.res.status} OK\r\ncontent-type: application/js`),
  "cut-mid-body": (c, body) => {
    const head = `HTTP/1.1 ${c.res.status} OK\r\ncontent-type: ${c.res.headers.get("content-type") ?? ""}\r\n`;
    const half = body.subarray(0, Math.floor(body.length / 2)).toString("latin1");
    return cut(c, `${head}content-length: ${body.length}\r\n\r\n${half}`);
  },
};

function resized(c: RommContext, body: Buffer): Response {
  const headers = new Headers(c.res.headers);
  headers.set("content-length", String(body.length));
  return new Response(new Uint8Array(body), { status: c.res.status, headers });
}

/** Writes past the HTTP library, then ends the connection as a lost one ends. */
async function cut(c: RommContext, text: string): Promise<Response> {
  const socket = c.env.outgoing?.socket;
  if (socket == null) return c.res;
  await new Promise<void>((resolve) => socket.write(Buffer.from(text, "latin1"), () => resolve()));
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
