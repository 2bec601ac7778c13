import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packPlugin } from "../../.ci/pack.ts";
import { runtimeSha256 } from "../../.ci/runtime.ts";
import { repositoryFolder } from "../world/build.ts";
import { startLoader } from "../world/deck/loader/loader.ts";
import { isAlive } from "../world/deck/loader/process-table.ts";
import { askPython, unzipLikeDecky } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "savepoint-package-"));
const zip = join(folder, "Savepoint.zip");
const plugin = join(folder, "plugins/Savepoint");
const zipFromTokyo = join(folder, "Tokyo.zip");
let packed: { sizeBytes: number; sha256: string };

// Packing takes seconds, so that all tests look at one zip, unzipped once, far from the repository.
beforeAll(async () => {
  [packed] = await Promise.all([packPlugin(repositoryFolder, zip), packInTokyo(zipFromTokyo)]);
  unzipLikeDecky(zip, join(folder, "plugins"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("The zip holds Decky's layout and nothing else; only bin/node is a program, and every entry has the same time.", () => {
  const program = `
import json, sys, zipfile
print(json.dumps([[e.filename, oct(e.external_attr >> 16), list(e.date_time)] for e in zipfile.ZipFile(sys.argv[1]).infolist()]))`;
  const time = [1980, 1, 1, 0, 0, 0];
  const names = [
    "LICENSE",
    "README.md",
    "bin/node",
    "dist/backend.mjs",
    "dist/index.js",
    "dist/licenses.txt",
    "main.py",
    "package.json",
    "plugin.json",
  ];
  const expected = names.map((name) => [
    `Savepoint/${name}`,
    name === "bin/node" ? "0o100755" : "0o100644",
    time,
  ]);
  expect(askPython(program, zip)).toEqual(expected);
});

test("Unzipped, each file is the repository's, and bin/node is the pinned runtime.", () => {
  for (const name of [
    "main.py",
    "plugin.json",
    "package.json",
    "dist/backend.mjs",
    "dist/index.js",
    "LICENSE",
  ]) {
    expect(readFileSync(join(plugin, name)), name).toEqual(readFileSync(join(repositoryFolder, name)));
  }
  expect(sha256(join(plugin, "bin/node"))).toBe(runtimeSha256);
});

test("The licences of everything that is bundled, and of Node, are in one file.", () => {
  const licenses = readFileSync(join(plugin, "dist/licenses.txt"), "utf8");
  const { dependencies } = v.parse(
    v.object({ dependencies: v.record(v.string(), v.string()) }),
    JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8")),
  );
  const bundles = ["dist/backend.mjs", "dist/index.js"].map((name) =>
    readFileSync(join(plugin, name), "utf8"),
  );
  const traces: Record<string, string> = {
    "@decky/api": "deckyLoaderAPIInit",
    valibot: "safeParse",
    uqr: "QrCode",
  };
  for (const [name, trace] of Object.entries(traces)) {
    expect(
      bundles.some((bundle) => bundle.includes(trace)),
      name,
    ).toBe(true);
    expect(licenses, name).toContain(`${name} ${dependencies[name]} (`);
  }
  expect(licenses).toContain("Node.js 24.21.0\n");
  expect(licenses).toMatch(/GNU LESSER GENERAL PUBLIC LICENSE/i);
  expect(licenses).toContain("Node.js is licensed for use as follows");
});

test("Packing says the zip's size and SHA-256.", () => {
  expect(packed).toEqual({ sizeBytes: statSync(zip).size, sha256: sha256(zip) });
});

test("Without the runtime, the zip is at most 500 kB: it comes down with every update, over whatever Wi-Fi there is.", () => {
  const program = `
import json, sys, zipfile
print(json.dumps({e.filename: e.compress_size for e in zipfile.ZipFile(sys.argv[1]).infolist()}))`;
  const sizes = v.parse(v.record(v.string(), v.number()), askPython(program, zip));
  const { "Savepoint/bin/node": runtime = 0, ...ours } = sizes;
  expect(runtime).toBeGreaterThan(10_000_000);
  const sizeBytes = Object.values(ours).reduce((sum, size) => sum + size, 0);
  expect(sizeBytes, JSON.stringify(ours)).toBeLessThanOrEqual(500_000);
});

test("Packed elsewhere, from the same files, the zip is the same to the byte.", () => {
  expect(sha256(zipFromTokyo)).toBe(packed.sha256);
});

test("The unzipped plugin answers for real, with an empty environment and a poisoned library path.", async () => {
  const poison = join(folder, "_MEI");
  mkdirSync(poison);
  writeFileSync(join(poison, "libstdc++.so.6"), "no library");
  const node = join(plugin, "bin/node");
  expect(statSync(node).mode & 0o111).toBe(0);
  const home = join(folder, "home");
  const machineId = join(folder, "machine-id");
  writeFileSync(machineId, `${"0".repeat(32)}\n`);
  const loader = await startLoader({
    pluginFolder: plugin,
    home,
    env: { LD_LIBRARY_PATH: poison, SAVEPOINT_MACHINE_ID_FILE: machineId },
  });
  try {
    const poisoned = spawnSync(node, ["--version"], { env: { LD_LIBRARY_PATH: poison }, encoding: "utf8" });
    expect(poisoned.stderr).toContain("libstdc++.so.6");
    const { value } = v.parse(
      v.object({ ok: v.literal(true), value: v.looseObject({ contractVersion: v.number() }) }),
      await loader.call("getOverview", {}),
    );
    expect(value).toMatchObject({ connection: { kind: "signed-out" }, gated: [], recent: [] });
    expect(readFileSync(`/proc/${loader.backendPid()}/cmdline`, "utf8").split("\0")[0]).toBe(node);
  } finally {
    await loader.stop();
  }
  expect(isAlive(loader.pluginPid)).toBe(false);
});

/** In a process of its own, since the time zone is the process's. */
async function packInTokyo(path: string): Promise<void> {
  const program = `import { packPlugin } from "./.ci/pack.ts"; await packPlugin(process.argv[1], process.argv[2]);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, repositoryFolder, path], {
    cwd: repositoryFolder,
    env: { TZ: "Asia/Tokyo" },
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`Packing in Tokyo ended with exit code ${code}.`);
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
