import { Worker } from "node:worker_threads";

/** MD5 of one byte string, taken beside the caller's own work on the same bytes. */
export interface Md5Thread {
  /** In shared memory. Resolves when the bytes may be overwritten; never rejects. */
  add(bytes: Uint8Array): Promise<void>;
  /** Lower-case hex; null: the thread ended before its work. */
  digest(): Promise<string | null>;
  /** Owed once by whoever borrowed it. */
  giveBack(): void;
}

/** Below this, starting a thread (some 40 ms, 8 MB) costs more than it saves; a thread that runs already serves sooner. */
const worthStartingBytes = 32 * 1024 * 1024;
const worthAskingBytes = 4 * 1024 * 1024;
const longestIdleMs = 10_000;

/**
 * The one thread of this process, started when first needed and ended when idle. Null: somebody else has it, or the
 * bytes are too few to be worth it; the caller then takes the MD5 itself.
 */
export function borrowMd5Thread(expectedBytes: number): Md5Thread | null {
  if (isBroken) return null;
  const isWorth = expectedBytes >= (running ? worthAskingBytes : worthStartingBytes);
  if (!isWorth || running?.isLent) return null;
  running ??= startThread();
  return lend(running);
}

interface Thread {
  worker: Worker;
  isLent: boolean;
  isOver: boolean;
  /** One per message sent, in order. */
  waiting: ((answer: string | null) => void)[];
  idle: NodeJS.Timeout | undefined;
}

let running: Thread | null = null;
/** One failed; there is no second try in this process. */
let isBroken = false;

// As text, because the backend ships as one file: there is no second one to start a thread from.
const source = `
const { parentPort } = require("node:worker_threads");
const { createHash } = require("node:crypto");
let md5 = createHash("md5");
parentPort.on("message", (bytes) => {
  if (bytes !== null) {
    md5.update(bytes);
    parentPort.postMessage(null);
    return;
  }
  parentPort.postMessage(md5.digest("hex"));
  md5 = createHash("md5");
});
`;

function startThread(): Thread {
  const worker = new Worker(source, {
    eval: true,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  const thread: Thread = { worker, isLent: false, isOver: false, waiting: [], idle: undefined };
  worker.on("message", (answer: string | null) => thread.waiting.shift()?.(answer));
  const end = () => {
    if (running === thread) running = null;
    if (thread.isLent) isBroken = true;
    thread.isOver = true;
    for (const answer of thread.waiting.splice(0)) answer(null);
  };
  // Whoever waits is told by a null; the MD5 is then taken another way.
  worker.on("error", end);
  worker.on("exit", end);
  return thread;
}

function lend(thread: Thread): Md5Thread {
  const { worker } = thread;
  thread.isLent = true;
  clearTimeout(thread.idle);
  worker.ref();
  let isBegun = false;
  const ask = (message: Uint8Array | null) =>
    new Promise<string | null>((resolve) => {
      if (thread.isOver) return resolve(null);
      isBegun = message !== null;
      thread.waiting.push(resolve);
      worker.postMessage(message);
    });
  return {
    async add(bytes) {
      await ask(bytes);
    },
    digest: () => ask(null),
    giveBack() {
      // Forgets what was added and never asked for.
      if (isBegun) void ask(null);
      thread.isLent = false;
      if (thread.isOver) return;
      worker.unref();
      thread.idle = setTimeout(() => void worker.terminate(), longestIdleMs);
      thread.idle.unref();
    },
  };
}
