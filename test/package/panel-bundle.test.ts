import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** Steam reads the panel at each of its starts. */
const panel = () => readFile(new URL("../../dist/index.js", import.meta.url), "utf8");

test("The panel is at most 150 kB", async () => {
  expect(Buffer.byteLength(await panel())).toBeLessThanOrEqual(150_000);
});

test("Nothing of the backend is in the panel: no module of Node's, none of its documents", async () => {
  const code = await panel();
  for (const word of ["node:fs", "node:http", "savepoint-state", "credentials.json"])
    expect(code).not.toContain(word);
});
