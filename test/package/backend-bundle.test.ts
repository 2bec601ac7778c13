import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { setUpRealBackend } from "../rpc/set-up-real-backend.ts";
import { repositoryFolder } from "../world/build.ts";

/* The backend runs for as long as the Deck does: what its start loads is never given back. */

test("The program is ASCII: one other letter would double the memory that its text takes", async () => {
  const code = await readFile(join(repositoryFolder, "dist/backend.mjs"), "latin1");
  expect(code.match(/[^\0-\x7f]/g)).toBeNull();
});

test("A start loads no second HTTP client beside the one that is used", async (context) => {
  const writeLoaded = `process.on("exit", () => process.stderr.write(process.moduleLoadList.join("\\n")))`;
  const option = `--import=data:text/javascript,${encodeURIComponent(writeLoaded)}`;
  const { backend, api } = await setUpRealBackend(context, { env: { NODE_OPTIONS: option } });
  expect(await api.getOverview({})).toBeDefined();
  backend.stdin.end();
  await backend.exited;
  const loaded = backend.notes().split("\n");
  expect(loaded).toContain("NativeModule https");
  expect(loaded.filter((name) => name.includes("undici"))).toEqual([]);
});
