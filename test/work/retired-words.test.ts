import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryFolder } from "../world/build.ts";

const read = (path: string) => readFileSync(join(repositoryFolder, path), "utf8");

/** Those that the README gives up, below its words. */
function retiredWords(): string[] {
  const [, list = ""] = /^Given up: (.*?)\. /ms.exec(read("README.md")) ?? [];
  return [...list.matchAll(/_(\w+)_/g)].map(([, word = ""]) => word);
}

/** The words of a text, also those that stand together in a name: `LocalSight`, `isAtRest`, `local-sight`. */
function wordsOf(text: string): string[] {
  return (
    text
      .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  );
}

test("Words that were given up occur nowhere, neither in names nor in texts", () => {
  const retired = new Set(retiredWords().flatMap((word) => [word, `${word}s`]));
  expect(retired.size).toBeGreaterThan(0);
  const paths = globSync(["backend/**/*.{ts,md}", "src/**/*.{ts,tsx,md}", "test/**/*.{ts,tsx,md}"], {
    cwd: repositoryFolder,
  }).filter((path) => path !== "test/work/retired-words.test.ts");
  const found = paths.flatMap((path) =>
    wordsOf(`${path} ${read(path)}`).flatMap((word) => (retired.has(word) ? [`${path}: ${word}`] : [])),
  );
  expect([...new Set(found)]).toEqual([]);
});
