import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { readLines } from "../../backend/rpc/read-lines.ts";

/** The other end of a served process. */
export interface ServedProcess {
  stdin: Writable;
  stdout: Readable;
  /** Sends the texts as they are. */
  write(...texts: string[]): void;
  /** Sends a call as the bridge does. */
  call(id: number, method: string, params?: unknown): void;
  /** The next messages on stdout, in their order. */
  read(count: number): Promise<unknown[]>;
  /** Everything on stderr so far. */
  notes(): string;
  /** Exit code, or signal; all notes are there then. */
  exited: Promise<number | string>;
}

const fixture = fileURLToPath(new URL("fixtures/backend.ts", import.meta.url));

/** A real child process with `fixtures/backend.ts` or `program` in it; it ends with the test. */
export function setUpBackend(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  { program = fixture, env = {} }: { program?: string; env?: Record<string, string> } = {},
): ServedProcess {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "pipe"], env });
  const exited = Promise.all([once(child, "exit"), once(child.stderr, "end")]).then(
    ([[code, signal]]) => code ?? signal,
  );
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  let notes = "";
  child.stderr.on("data", (chunk) => {
    notes += String(chunk);
  });
  child.stdin.on("error", () => {}); // The process may have ended.
  const lines = readLines(child.stdout);
  const write = (...texts: string[]) => {
    for (const text of texts) child.stdin.write(text);
  };
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    write,
    call: (id, method, params) => write(`${JSON.stringify({ id, method, params })}\n`),
    read: async (count) => {
      const messages: unknown[] = [];
      while (messages.length < count) {
        const { value } = await lines.next();
        if (value === undefined) throw new Error(`stdout ended after ${messages.length} messages.`);
        messages.push(JSON.parse(value));
      }
      return messages;
    },
    notes: () => notes,
    exited,
  };
}

/** Resolves with what is observed when it has changed at all and then stayed the same for half a second. */
export async function settled<T>(observe: () => T): Promise<T> {
  const first = observe();
  for (let last = first, calm = 0; ; ) {
    await wait(50);
    const now = observe();
    calm = now === last && now !== first ? calm + 1 : 0;
    if (calm === 10) return now;
    last = now;
  }
}
