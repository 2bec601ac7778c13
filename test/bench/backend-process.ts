import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import { repositoryFolder } from "../world/build.ts";

type Params<Method extends keyof BackendApi> = Parameters<BackendApi[Method]>[0];
type Result<Method extends keyof BackendApi> = Awaited<ReturnType<BackendApi[Method]>>;

/** The bundled backend as `main.py` starts it, on folders of its own. */
export interface BackendProcess {
  pid: number;
  call<Method extends keyof BackendApi>(method: Method, params: Params<Method>): Promise<Result<Method>>;
  stop(): Promise<void>;
}

const message = v.object({
  id: v.exactOptional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});

export function startBackend(folder: string, environment: Record<string, string> = {}): BackendProcess {
  mkdirSync(folder, { recursive: true });
  const machineId = join(folder, "machine-id");
  // Every folder is a Deck of its own.
  writeFileSync(machineId, `${createHash("md5").update(folder).digest("hex")}\n`);
  const program = join(repositoryFolder, "dist/backend.mjs");
  const child = spawn(process.execPath, ["--max-semi-space-size=1", program], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      HOME: folder,
      DECKY_PLUGIN_SETTINGS_DIR: join(folder, "settings"),
      DECKY_PLUGIN_RUNTIME_DIR: join(folder, "data"),
      DECKY_PLUGIN_LOG_DIR: join(folder, "logs"),
      SAVEPOINT_MACHINE_ID_FILE: machineId,
      ...environment,
    },
  });
  const exited = once(child, "exit");
  const waiting = new Map<number, (answer: v.InferOutput<typeof message>) => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = v.parse(message, JSON.parse(line));
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let lastId = 0;
  return {
    pid: child.pid ?? 0,
    async call<Method extends keyof BackendApi>(
      method: Method,
      params: Params<Method>,
    ): Promise<Result<Method>> {
      const id = ++lastId;
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
      const answer = await new Promise<v.InferOutput<typeof message>>((resolve, reject) => {
        waiting.set(id, resolve);
        exited.then(() => reject(new Error("The backend ended.")), reject);
      });
      if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
      // What it answers is the contract's: both come from one build.
      return answer.result as Result<Method>;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
