import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { TestContext } from "vitest";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import { repositoryFolder } from "../world/build.ts";
import { type ServedProcess, setUpBackend } from "./set-up-backend.ts";

/** The product's backend as a process of its own, as the bridge starts it. */
export interface RealBackend {
  backend: ServedProcess;
  /** Its home; `settings`, `data` and `logs` are in it. */
  folder: string;
  /** The contract over its pipes: one call at a time. */
  api: BackendApi;
}

/** Ends with the test, and its folder with it; `folder` is that of one that ended before. */
export async function setUpRealBackend(
  context: TestContext,
  options: { folder?: string; env?: Record<string, string> } = {},
): Promise<RealBackend> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "savepoint-backend-")));
  const machineId = join(folder, "machine-id");
  await writeFile(machineId, `${"1".repeat(32)}\n`);
  const backend = setUpBackend(context, {
    program: join(repositoryFolder, "dist/backend.mjs"),
    env: {
      HOME: folder,
      DECKY_PLUGIN_SETTINGS_DIR: join(folder, "settings"),
      DECKY_PLUGIN_RUNTIME_DIR: join(folder, "data"),
      DECKY_PLUGIN_LOG_DIR: join(folder, "logs"),
      SAVEPOINT_MACHINE_ID_FILE: machineId,
      ...options.env,
    },
  });
  context.onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { backend, folder, api: toApi(backend) };
}

/** Passes over the events before it. */
export async function answerTo(backend: ServedProcess, id: number): Promise<{ result: unknown }> {
  for (;;) {
    const [message] = await backend.read(1);
    const answer = v.safeParse(v.object({ id: v.literal(id), result: v.unknown() }), message);
    if (answer.success) return answer.output;
  }
}

function toApi(backend: ServedProcess): BackendApi {
  let lastId = 1000;
  return new Proxy({} as BackendApi, {
    get: (_, method) => async (params: unknown) => {
      lastId += 1;
      backend.call(lastId, String(method), params);
      return (await answerTo(backend, lastId)).result;
    },
  });
}
