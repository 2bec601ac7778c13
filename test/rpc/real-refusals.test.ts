import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { startReverseProxy } from "../world/network/reverse-proxy.ts";
import { type RommOptions, startRomm } from "../world/romm/server.ts";
import { setUpRealBackend } from "./set-up-real-backend.ts";

const appId = 0x80000001 as AppId;
const headers = { "X-Proxy-Key": "secret-of-the-proxy" };

/** Signed in through a proxy that asks for a header, with one game whose save is of `sizeBytes`. */
async function setUp(
  context: TestContext,
  p: { sizeBytes: number; bodyLimitBytes?: number } & Partial<RommOptions>,
) {
  const { sizeBytes, bodyLimitBytes, ...options } = p;
  const real = await setUpRealBackend(context);
  const { api, folder } = real;
  const romm = await startRomm({ folder: join(folder, "romm"), ...options });
  context.onTestFinished(romm.stop);
  const proxy = await startReverseProxy({
    ...{ target: romm.origin, basePath: "/romm", demands: { headers, loginUrl: "http://login.invalid/" } },
    ...(bodyLimitBytes !== undefined && { bodyLimitBytes }),
  });
  context.onTestFinished(proxy.stop);
  const romId = romm.addRom({ platform: "gba", fsName: "Game.gba" }).id as RomId;
  const origin = `${proxy.origin}/romm`;
  const credentials = { kind: "token", token: romm.token } as const;
  expect(await api.connect({ origin, credentials, access: { headers } })).toMatchObject({ ok: true });
  const path = join(folder, "saves/Game.srm");
  await mkdir(join(folder, "saves"));
  await writeFile(path, Buffer.alloc(sizeBytes, 7));
  const save = { kind: "file", path, emulator: "retroarch" } as const;
  const bindings = [{ appId, romId, name: "Game", save }];
  expect(await api.registerShortcuts({ bindings })).toMatchObject({ ok: true });
  return { ...real, romm, proxy };
}

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((path) => readFile(path, "latin1")))).join("\n");
}

test.concurrent("A save that is larger than RomM takes is told with RomM's limit, and stays where it is.", async (context) => {
  const { api, romm } = await setUp(context, { sizeBytes: 8192, traits: { maxUploadBytes: 4096 } });
  expect(await api.syncShortcut({ appId })).toMatchObject({
    value: { lines: [{ outcome: "failed", problem: { kind: "romm", code: "too-large", limitBytes: 4096 } }] },
  });
  expect(
    romm.requests.all().filter(({ method, status }) => method === "POST" && status === 200),
  ).toHaveLength(0);
});

test.concurrent("A save that a proxy finds too large is told so without a limit, and the proxy's secret stands in no log.", async (context) => {
  const { api, backend, folder } = await setUp(context, { sizeBytes: 8192, bodyLimitBytes: 4096 });
  const synced = await api.syncShortcut({ appId });
  const problem = synced.ok ? synced.value.lines[0]?.problem : null;
  expect(problem).toMatchObject({
    kind: "romm",
    code: "too-large",
    detail: expect.stringContaining("in front of RomM"),
  });
  expect(problem).not.toHaveProperty("limitBytes");
  backend.stdin.end();
  await backend.exited;
  const [logs, data] = await Promise.all([readAll(join(folder, "logs")), readAll(join(folder, "data"))]);
  expect(`${logs}${data}${backend.notes()}`).not.toContain("secret-of-the-proxy");
  expect(logs).not.toBe("");
});
