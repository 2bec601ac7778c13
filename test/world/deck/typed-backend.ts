import * as v from "valibot";
import type { BackendApi } from "../../../backend/contract/backend-api.ts";

/** What the bridge answers to every call. */
const envelope = v.variant("ok", [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({
    ok: v.literal(false),
    error: v.object({ code: v.string(), message: v.optional(v.string(), "") }),
  }),
]);

/** The contract over a bridge, as the panel has it. A defect, or a backend that stopped, throws `BridgeRefusal`. */
export function typeBackend(call: (method: string, params: unknown) => Promise<unknown>): BackendApi {
  return new Proxy({} as BackendApi, {
    get: (_, method) => async (params: unknown) => {
      const answer = v.parse(envelope, await call(String(method), params));
      if (answer.ok) return answer.value;
      throw new BridgeRefusal(String(method), answer.error.code, answer.error.message);
    },
  });
}

/** `code` is the bridge's word, such as `backend-stopped`. */
export class BridgeRefusal extends Error {
  override readonly name = "BridgeRefusal";
  readonly code: string;

  constructor(method: string, code: string, message: string) {
    super(`${method}: ${code}${message === "" ? "" : `: ${message}`}`);
    this.code = code;
  }
}
