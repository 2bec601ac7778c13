import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { setUpBridge } from "./set-up-bridge.ts";

const zipBytes = 46_000_000;
const toleratedBytes = 5_000_000;

for (const from of ["file", "url"] as const) {
  test(`After an install from a ${from} the plugin's process has given the zip back.`, async (context) => {
    const started = await setUpBridge(context);
    const installed = await setUpBridge(context, { installed: { zipBytes, from } });
    for (const { loader } of [started, installed]) {
      expect(await loader.call("echo", 1)).toEqual({ ok: true, value: 1 });
    }
    const usual = privateBytesOf(started.loader.pluginPid);
    expect(privateBytesOf(installed.loader.pluginPid)).toBeLessThan(usual + toleratedBytes);
  });
}

/** What the process has for itself: pages that it shares with the loader are not counted. */
function privateBytesOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kibibytes = [...rollup.matchAll(/^Private_\w+: +(\d+) kB$/gm)].map(([, size]) => Number(size));
  return kibibytes.reduce((sum, size) => sum + size, 0) * 1024;
}
