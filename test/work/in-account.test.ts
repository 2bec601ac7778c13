import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryFolder } from "../world/build.ts";

/** Who else may write to the state, and why. */
const mayUpdate = [
  "backend/work/in-account.ts", // The door itself.
  "backend/account/sign-in/finish.ts", // Makes another account the active one, by its name.
  "backend/account/move/move-server.ts", // Gives an account another name.
  "backend/assembly/sign-in.ts", // Hands that change on, with the engine stopped.
  "backend/documents/", // Where the state lives.
];

async function sources(): Promise<{ path: string; text: string }[]> {
  const files: { path: string; text: string }[] = [];
  for await (const path of glob("backend/**/*.ts", { cwd: repositoryFolder })) {
    files.push({ path, text: await readFile(join(repositoryFolder, path), "utf8") });
  }
  return files;
}

test("Every write to an account goes through the one door that names it.", async () => {
  const files = await sources();
  expect(files.length).toBeGreaterThan(150);
  const past = files
    .filter(({ path }) => !mayUpdate.some((allowed) => path.startsWith(allowed)))
    .filter(({ text }) => /\bstore\.update\b|\bupdate\b[^;(]*\} = [\w.]*store\b/.test(text))
    .map(({ path }) => path);
  expect(past).toEqual([]);
});

test("Who writes does not ask who is signed in: it would write to whoever is by then.", async () => {
  const files = await sources();
  const doors = /\.(change|changeUnit|changeUnitAndPaths|changePaths)\(/;
  const asking = files.flatMap(({ path, text }) =>
    text.split(doors).slice(1).some(startsByAsking) ? [path] : [],
  );
  expect(asking).toEqual([]);
});

/** The call that follows, up to the end of its statement. */
function startsByAsking(rest: string): boolean {
  const [call = ""] = rest.split(/;\n/);
  return /activeAccount|activeUnits|accountNow/.test(call);
}
