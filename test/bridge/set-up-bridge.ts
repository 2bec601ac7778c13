import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import { type Loader, startLoader } from "../world/deck/loader/loader.ts";
import { commandOf, listProcesses } from "../world/deck/loader/process-table.ts";
import { layOutPlugin } from "../world/deck/plugin-folder.ts";

/** The real `main.py` in the loader's stand-in, with a small backend in place of ours. */
export interface BridgeUnderTest {
  loader: Loader;
  /** The plugin's folder, alone in a temporary one. */
  pluginFolder: string;
  home: string;
  /** What the plugin logged so far. */
  readLog(): string;
  /** Processes with the temporary folder in their command: loader, plugin, backend and its children. */
  alive(): number[];
}

export const stopped = {
  ok: false,
  error: { code: "backend-stopped", message: "The backend is not running." },
};

/** Whatever the test does, nothing of it stays behind. It takes the test's own context, because tests run side by side. */
export async function setUpBridge(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  options: {
    backend?: "obliging" | "stubborn";
    node?: string | null;
    env?: Record<string, string>;
    /** The plugin is started as after an install of a zip of so many bytes, from a file or from a store. */
    installed?: { zipBytes: number; from: "file" | "url" };
  } = {},
): Promise<BridgeUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-bridge-"));
  const alive = () => listProcesses().filter((pid) => commandOf(pid).some((part) => part.startsWith(folder)));
  onTestFinished(async () => {
    for (const pid of alive()) process.kill(pid, "SIGKILL");
    await waitUntil(() => alive().length === 0, 2_000);
    await rm(folder, { recursive: true, force: true });
  });
  const home = join(folder, "home");
  const pluginFolder = join(folder, "Savepoint");
  const backend = fileURLToPath(new URL(`fixtures/${options.backend ?? "obliging"}.mjs`, import.meta.url));
  await layOutPlugin(
    pluginFolder,
    options.node === undefined ? { backend } : { backend, node: options.node },
  );
  const zip = join(folder, "Savepoint.zip");
  if (options.installed) await writeFile(zip, randomBytes(options.installed.zipBytes));
  const loader = await startLoader({
    ...{ pluginFolder, home },
    ...(options.env && { env: options.env }),
    ...(options.installed && { installed: { zip, from: options.installed.from } }),
  });
  const logs = join(home, "homebrew/logs/Savepoint");
  const readLog = () =>
    readdirSync(logs)
      .map((name) => readFileSync(join(logs, name), "utf8"))
      .join("");
  return { loader, pluginFolder, home, readLog, alive };
}

/** Fails when `isTrue` has not come true in time. */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error(`Not true within ${withinMs} ms: ${isTrue}`);
    await wait(25);
  }
}

/** Events with their payloads, from now on. */
export function recordEvents(loader: Loader): [string, unknown][] {
  const events: [string, unknown][] = [];
  loader.onEvent((event, payload) => events.push([event, payload]));
  return events;
}
