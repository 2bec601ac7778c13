import type { Readable, Writable } from "node:stream";
import type { Log } from "../machine/log.ts";
import { type Answerer, answer } from "./answer.ts";
import { encodeLine } from "./encode-line.ts";
import { readLines } from "./read-lines.ts";
import { createLineWriter } from "./write-lines.ts";

/** An object of async functions with at most one argument each, such as the contract. */
export type AsyncMethods<Api> = Record<keyof Api, (params: never) => Promise<unknown>>;

export interface Service {
  /** A hint for the panel, which may get lost. */
  emit(event: string, payload: unknown): void;
  /** Resolves when the input has ended, with calls possibly still under way; never rejects. */
  ended: Promise<void>;
}

/**
 * Answers calls in JSON lines, many at a time, until the input ends. While the reader is behind, no further call is
 * taken. In production the streams are the pipes to the bridge, and nothing else may write to `output`.
 */
export function serve<Api extends AsyncMethods<Api>>(deps: {
  input: Readable;
  output: Writable;
  api: Api & object;
  decode: Answerer["decode"];
  log: Pick<Log, "warn" | "error">;
}): Service {
  const { input, api, decode, log } = deps;
  const output = createLineWriter(deps.output, (error) =>
    log.warn("The bridge reads no more.", { error: error.message }),
  );
  const reply = async (line: string) => {
    const text = await answer(line, { api, decode, log });
    if (text !== null) output.write(text);
  };
  const answerAll = async () => {
    for await (const line of readLines(input)) {
      void reply(line);
      await output.caughtUp();
    }
  };
  return {
    emit: (event, payload) => output.write(encodeLine({ event, payload })),
    ended: answerAll().catch((error) => log.warn("The bridge's pipe broke.", { error: String(error) })),
  };
}
