import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import { readLines } from "../../backend/rpc/read-lines.ts";
import { repositoryFolder } from "../world/build.ts";

/** The folders of one Deck, as Decky would give them. */
export interface DeckFolders {
  root: string;
  runtime: string;
  saves: string;
}

/** A backend of its own, spoken to as the bridge does. */
export interface BackendProcess {
  child: ChildProcess;
  api: BackendApi;
  /** As a power cut for the process; resolves when it is gone and all that it said was read. */
  killHard(): Promise<void>;
  /** Closes its input, as the bridge does; resolves when it is gone. */
  close(): Promise<void>;
}

/** The backend died before it answered. */
export class BackendGone extends Error {
  override readonly name = "BackendGone";
}

/** What ships; another file can be named in `SAVEPOINT_BACKEND`. */
const backendFile = process.env.SAVEPOINT_BACKEND ?? join(repositoryFolder, "dist", "backend.mjs");

export function makeDeckFolders(root: string): DeckFolders {
  const folders = { root, runtime: join(root, "data"), saves: join(root, "saves") };
  for (const folder of [folders.saves, join(root, "settings"), join(root, "logs"), join(root, "proc")]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(root, "machine-id"), "0123456789abcdef0123456789abcdef\n");
  return folders;
}

/** `env` adds to what main.py would set, or replaces it; `heard` gets every line that comes out. */
export function startBackend(
  { root, runtime }: DeckFolders,
  env: Record<string, string> = {},
  heard: (line: string) => void = () => {},
): BackendProcess {
  const child = spawn(process.execPath, [backendFile], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      HOME: root,
      DECKY_PLUGIN_SETTINGS_DIR: join(root, "settings"),
      DECKY_PLUGIN_RUNTIME_DIR: runtime,
      DECKY_PLUGIN_LOG_DIR: join(root, "logs"),
      SAVEPOINT_MACHINE_ID_FILE: join(root, "machine-id"),
      SAVEPOINT_PROC_ROOT: join(root, "proc"),
      SAVEPOINT_FLATPAK_ROOT: join(root, "flatpak"),
      ...env,
    },
  });
  const gone = once(child, "close");
  const send = createCalls(child, heard);
  return {
    child,
    api: new Proxy({} as BackendApi, {
      get: (_, method) => (params: unknown) => send(String(method), params),
    }),
    killHard: async () => {
      child.kill("SIGKILL");
      await gone;
    },
    close: async () => {
      child.stdin?.end();
      await gone;
    },
  };
}

function createCalls({ stdin, stdout }: ChildProcess, heard: (line: string) => void) {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  if (!stdin || !stdout) throw new Error("The backend was started without pipes.");
  stdin.on("error", () => {}); // A killed backend reads no more; its calls end with its output.
  void answerFrom(stdout);
  async function answerFrom(output: Readable): Promise<void> {
    for await (const line of readLines(output)) {
      heard(line);
      const { id, result, error } = JSON.parse(line);
      const call = waiting.get(id);
      waiting.delete(id);
      if (error) call?.reject(new Error(`${error.code}: ${error.message}`));
      else call?.resolve(result);
    }
    for (const call of waiting.values()) call.reject(new BackendGone("The backend is gone."));
    waiting.clear();
  }
  return (method: string, params: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
}
