import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryFolder } from "../world/build.ts";
import { mutants } from "./list.ts";

/** Applying them takes long and is done by `pnpm mutants`; that each still has something to change is seen here. */
test("Each mutant's text stands in its file, once", () => {
  const stale = mutants.filter(({ file, text }) => {
    const source = readFileSync(join(repositoryFolder, file), "utf8");
    return source.split(text).length !== 2;
  });
  expect(stale.map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
});
