import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type BridgeUnderTest, recordEvents, setUpBridge, stopped, waitUntil } from "./set-up-bridge.ts";

const runtime = process.execPath;
const isBack = [
  ["notice", { kind: "backend-restarted" }],
  ["changed", {}],
];

test.concurrent("Without bin/node every call says so; when the file arrives, the backend starts by itself.", async (context) => {
  const bridge = await setUpBridge(context, { node: null });
  expect(await bridge.loader.call("echo", 1)).toEqual(stopped);
  await repairAndExpectAnswers(bridge);
});

test.concurrent("A bin/node as unzipping leaves it, mode 0644, is made executable.", async (context) => {
  const bridge = await setUpBridge(context, { node: null });
  const node = await putNode(bridge, `#!/bin/sh\nexec "${runtime}" "$@"\n`);
  await waitUntil(
    async () => (await bridge.loader.call("echo", 1).then(JSON.stringify)) !== JSON.stringify(stopped),
    5_000,
  );
  expect(await bridge.loader.call("echo", 2)).toEqual({ ok: true, value: 2 });
  expect((await stat(node)).mode & 0o777).toBe(0o755);
});

// Nobody, root included, may change the mode of a process's files in /proc.
test.concurrent("A bin/node that is not executable and whose mode may not be changed stops only the backend.", async (context) => {
  const unchangeable = `/proc/${process.pid}/status`;
  await expect(chmod(unchangeable, 0o755)).rejects.toThrow("EPERM");
  const bridge = await setUpBridge(context, { node: unchangeable });
  expect(await bridge.loader.call("echo", 1)).toEqual(stopped);
  await repairAndExpectAnswers(bridge);
});

for (const [keptBytes, complaint] of [
  [0, "Exec format error"],
  [40, "Exec format error"],
  [3_000_000, "exit code -"],
] as const) {
  test.concurrent(`A bin/node cut after ${keptBytes} bytes stops only the backend, and nobody says it was restarted.`, async (context) => {
    const bridge = await setUpBridge(context, { node: null });
    const events = recordEvents(bridge.loader);
    await putNode(bridge, (await readFile(runtime)).subarray(0, keptBytes));
    await waitUntil(() => bridge.readLog().includes(complaint), 10_000);
    expect(await bridge.loader.call("echo", 1)).toEqual(stopped);
    expect(events).toEqual([]);
    await repairAndExpectAnswers(bridge);
  });
}

test.concurrent("A backend that dies in a call leaves the caller an answer, is started again, and the panel hears of it.", async (context) => {
  const { loader } = await setUpBridge(context);
  const events = recordEvents(loader);
  const slow = loader.call("wait", { ms: 60_000, word: "never" });
  expect(await loader.call("crash", {})).toEqual(stopped);
  expect(await slow).toEqual(stopped);
  await waitUntil(() => events.length === 2, 3_000);
  expect(events).toEqual(isBack);
  expect(await loader.call("echo", "again")).toEqual({ ok: true, value: "again" });
});

test.concurrent("A call made while the backend is starting waits for it.", async (context) => {
  const { loader } = await setUpBridge(context);
  const first = loader.backendPid();
  await loader.call("crash", {});
  await waitUntil(() => loader.backendPid() !== first && loader.backendPid() !== null, 3_000);
  expect(await loader.call("echo", 1)).toEqual({ ok: true, value: 1 });
});

async function repairAndExpectAnswers(bridge: BridgeUnderTest): Promise<void> {
  const events = recordEvents(bridge.loader);
  const node = join(bridge.pluginFolder, "bin/node");
  await rm(node, { force: true });
  await mkdir(dirname(node), { recursive: true });
  await symlink(runtime, node);
  await waitUntil(() => events.length === 2, 10_000);
  expect(events).toEqual(isBack);
  expect(await bridge.loader.call("program", {})).toEqual({ ok: true, value: runtime });
}

/** Written as unzipping writes it: mode 0644. */
async function putNode({ pluginFolder }: BridgeUnderTest, content: string | Uint8Array): Promise<string> {
  const node = join(pluginFolder, "bin/node");
  await mkdir(dirname(node), { recursive: true });
  await writeFile(node, content, { mode: 0o644 });
  return node;
}
