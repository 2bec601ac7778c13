import type { Writable } from "node:stream";

/** Sends whole lines, in the order of the calls. */
export interface LineWriter {
  /** One line; after the reader has gone it is dropped. */
  write(line: string): void;
  /** Resolves when the reader has caught up, or has gone. */
  caughtUp(): Promise<void>;
}

/** `onGone` hears once why nobody reads any more: on Linux a closed pipe is an error of the stream. */
export function createLineWriter(output: Writable, onGone: (error: Error) => void): LineWriter {
  let isGone = false;
  let blocked: PromiseWithResolvers<void> | null = null;
  const unblock = () => {
    blocked?.resolve();
    blocked = null;
  };
  output.on("drain", unblock);
  output.on("error", (error) => {
    if (!isGone) onGone(error);
    isGone = true;
    unblock();
  });
  return {
    write: (line) => {
      if (isGone) return;
      const isFull = !output.write(`${line}\n`);
      if (isFull) blocked ??= Promise.withResolvers();
    },
    caughtUp: () => blocked?.promise ?? Promise.resolve(),
  };
}
