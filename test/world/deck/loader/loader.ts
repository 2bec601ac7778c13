import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { readLines } from "../../../../backend/rpc/read-lines.ts";
import { childrenOf, commandOf } from "./process-table.ts";

/** Decky Loader's stand-in with one plugin in it; `loader.py` says how true it is. */
export interface Loader {
  readonly pid: number;
  /** Of the plugin's process that was started last. */
  readonly pluginPid: number;
  /** Calls `rpc` of the plugin and answers its envelope, not looked into. Rejects as the real one does, or when it ended. */
  call(method: string, params: unknown): Promise<unknown>;
  /** As the plugin emits them; returns how to stop listening. */
  onEvent(listener: (event: string, payload: unknown) => void): () => void;
  /** Null: the plugin runs no backend now. */
  backendPid(): number | null;
  /** As `systemctl stop` does: resolves when loader, plugin and, if the bridge is right, backend have ended (5 s at most). */
  stop(): Promise<void>;
  /** What the player does with the plugin; resolves when the loader has done its part. An update is one over itself. */
  manage(what: "stop" | "start" | "update"): Promise<Managed>;
  /** SIGKILL to the loader alone; ending plugin and backend is then the bridge's duty. */
  kill(): Promise<void>;
}

export interface Managed {
  tookMs: number;
  /** How many plugin processes had not ended 5 s after SIGTERM, and got SIGKILL. */
  killed: number;
}

const script = fileURLToPath(new URL("loader.py", import.meta.url));

const ManagedResult = v.object({ tookMs: v.number(), killed: v.number() });

const Message = v.union([
  v.object({ ready: v.literal(true), pluginPid: v.number() }),
  v.object({ event: v.string(), args: v.array(v.unknown()) }),
  v.object({ id: v.number(), error: v.string() }),
  v.object({ id: v.number(), result: v.unknown() }),
]);

/**
 * Resolves when the plugin can be called. The loader gets a bare environment and `env`, nothing of ours; its settings,
 * data and logs lie below `<home>/homebrew`.
 */
export async function startLoader(options: {
  pluginFolder: string;
  home: string;
  env?: Record<string, string>;
  /** The plugin is started as after an install of this file. */
  installed?: { zip: string; from: "file" | "url" };
}): Promise<Loader> {
  const { pluginFolder, home, installed } = options;
  const install = installed ? ["--zip", installed.zip, "--from", installed.from] : [];
  const child = spawn(python(), ["-B", script, "--plugin", pluginFolder, "--home", home, ...install], {
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...options.env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const link = createLink(child);
  await link.ready;
  const pid = child.pid ?? 0;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await link.ended;
  };
  return {
    pid,
    get pluginPid() {
      return link.pluginPid();
    },
    call: (method, params) => link.call({ method: "rpc", args: [method, params] }),
    manage: async (what) => v.parse(ManagedResult, await link.call({ loader: what })),
    onEvent: link.onEvent,
    backendPid: () => childrenOf(link.pluginPid()).find(isBackend) ?? null,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** Between fork and exec, a child still has its parent's command. */
function isBackend(pid: number): boolean {
  return commandOf(pid).some((argument) => argument.endsWith("/dist/backend.mjs"));
}

interface PendingCall {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

function createLink(child: ChildProcessByStdio<Writable, Readable, null>) {
  const pending = new Map<number, PendingCall>();
  const listeners = new Set<(event: string, payload: unknown) => void>();
  const ready = Promise.withResolvers<void>();
  let pluginPid = 0;
  let lastId = 0;
  let isOver = false;

  const receive = (line: string) => {
    const message = v.parse(Message, JSON.parse(line));
    if ("ready" in message) {
      pluginPid = message.pluginPid;
      return ready.resolve();
    }
    if ("event" in message)
      return listeners.forEach((listener) => void listener(message.event, message.args[0]));
    const call = pending.get(message.id);
    pending.delete(message.id);
    if ("error" in message) call?.reject(new Error(message.error));
    else call?.resolve(message.result);
  };
  const follow = async () => {
    const exited = once(child, "exit");
    child.stdin.on("error", () => {}); // It ended while we were writing; its exit says so.
    try {
      for await (const line of readLines(child.stdout)) receive(line);
    } finally {
      isOver = true;
      const error = new Error("The loader has ended.");
      ready.reject(error);
      for (const call of pending.values()) call.reject(error);
    }
    await exited;
  };
  const ended = follow();
  ended.catch(ready.reject);
  return {
    ready: ready.promise,
    ended,
    pluginPid: () => pluginPid,
    call: (message: { method: "rpc"; args: [string, unknown] } | { loader: string }) =>
      new Promise<unknown>((resolve, reject) => {
        if (isOver) return reject(new Error("The loader has ended."));
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id: lastId, ...message })}\n`);
      }),
    onEvent: (listener: (event: string, payload: unknown) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

let interpreter: string | null = null;

/** The interpreter itself: the one on the path may be a script that starts it and needs more of the environment. */
function python(): string {
  interpreter ??= execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  return interpreter;
}
