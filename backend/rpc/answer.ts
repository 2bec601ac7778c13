import * as v from "valibot";
import { firstLetters } from "../core/first-letters.ts";
import type { Log } from "../machine/log.ts";
import { encodeLine } from "./encode-line.ts";

/** Who answers, and who hears of defects. */
export interface Answerer {
  /** Only own properties are methods, so that nobody calls `toString`. */
  api: object;
  /** What a caller sent, before the method sees it. */
  decode: (method: string, params: unknown) => DecodedCall;
  log: Pick<Log, "warn" | "error">;
}

/** `refusal` is the answer to parameters that are none; `why` goes to the log, and holds nothing that was sent. */
export type DecodedCall = { params: unknown } | { refusal: unknown; why: string };

/**
 * One request line in, one answer line out; null when there is no request to answer. Never rejects: what a method
 * throws becomes `internal`, and its text goes to the log only, since it may hold what the panel must not show.
 */
export async function answer(line: string, { api, decode, log }: Answerer): Promise<string | null> {
  const request = decodeRequest(line);
  if (request === null) {
    log.warn("A line from the bridge was no request.", { characters: line.length });
    return null;
  }
  const { id, method, params } = request;
  if (method === undefined) return encodeLine({ id, result: null }); // The bridge only asks whether we serve.
  const call = typeof method === "string" ? findMethod(api, method) : null;
  if (typeof method !== "string" || call === null) {
    const asked = typeof method === "string" ? firstLetters(method, 80) : typeof method;
    log.warn("The panel called a method that does not exist.", { method: asked });
    return refusal(id, "unknown-method", "The backend has no such method.");
  }
  try {
    const decoded = decode(method, params);
    if ("params" in decoded) return encodeLine({ id, result: (await call(decoded.params)) ?? null });
    log.warn("A call's parameters were refused.", { method, why: decoded.why });
    return encodeLine({ id, result: decoded.refusal });
  } catch (error) {
    log.error("A call failed.", { method, error: describe(error) });
    return refusal(id, "internal", "The backend failed; its log says why.");
  }
}

const Request = v.object({
  id: v.union([v.number(), v.string()]),
  method: v.optional(v.unknown()),
  params: v.nullish(v.unknown(), {}),
});

function decodeRequest(line: string): v.InferOutput<typeof Request> | null {
  try {
    const request = v.safeParse(Request, JSON.parse(line));
    return request.success ? request.output : null;
  } catch {
    return null; // Not JSON.
  }
}

function findMethod(api: object, name: string): ((params: unknown) => unknown) | null {
  const method: unknown = Object.hasOwn(api, name) ? Reflect.get(api, name) : null;
  return typeof method === "function" ? (params) => method.call(api, params) : null;
}

function refusal(id: number | string, code: "unknown-method" | "internal", message: string): string {
  return encodeLine({ id, error: { code, message } });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
