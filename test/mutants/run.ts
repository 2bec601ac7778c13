import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryFolder } from "../world/build.ts";
import { mutants } from "./list.ts";
import type { Mutant } from "./mutant.ts";

/*
 * `pnpm mutants [--only word]`: makes each mistake of the list in a copy of the tree and runs its test there. Exits 1 if
 * one survives, if its text is not found, or if its test fails without it: then it proves nothing.
 */

type Verdict =
  | "killed"
  | "SURVIVED"
  | "TEXT NOT FOUND ONCE"
  | "TEST NOT FOUND"
  | "TEST NOT RUN"
  | "TEST FAILS WITHOUT IT";

type Statuses = Map<string, "passed" | "failed" | string>;

const copied = [
  "backend",
  "defaults",
  "src",
  "test",
  "package.json",
  "plugin.json",
  "tsconfig.json",
  "main.py",
];

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const chosen = mutants.filter(
  (mutant) => mutant.name.includes(values.only) || mutant.file.includes(values.only),
);
if (chosen.length === 0) throw new Error(`No mutant is named like "${values.only}".`);
const tree = mkdtempSync(join(tmpdir(), "savepoint-mutants-"));

try {
  copyTree();
  const verdicts: Verdict[] = [];
  const files = [...new Set(chosen.map((mutant) => mutant.test.file))];
  const withoutMutants = await runTests(files);
  for (const mutant of chosen) {
    const verdict = await judge(mutant, withoutMutants);
    verdicts.push(verdict);
    console.log(`${verdict.padEnd(10)} ${mutant.name}`);
  }
  const survivors = verdicts.filter((verdict) => verdict !== "killed").length;
  console.log(`${chosen.length - survivors} of ${chosen.length} killed`);
  if (survivors > 0) process.exitCode = 1;
} finally {
  rmSync(tree, { recursive: true, force: true });
}

function copyTree(): void {
  for (const name of copied) {
    cpSync(join(repositoryFolder, name), join(tree, name), { recursive: true, force: true });
  }
  symlinkSync(join(repositoryFolder, "node_modules"), join(tree, "node_modules"));
}

async function judge({ file, text, replacement, test }: Mutant, withoutMutants: Statuses): Promise<Verdict> {
  const sound = statusesOf(test.name, withoutMutants);
  if (sound.length === 0) return "TEST NOT FOUND";
  if (sound.some((status) => status !== "passed")) return "TEST FAILS WITHOUT IT";
  const path = join(tree, file);
  const source = readFileSync(path, "utf8");
  if (source.split(text).length !== 2) return "TEXT NOT FOUND ONCE";
  writeFileSync(
    path,
    source.replace(text, () => replacement),
  );
  try {
    const statuses = statusesOf(test.name, await runTests([test.file], test.name));
    if (statuses.includes("failed")) return "killed";
    // A name that reaches over two titles is found in the report, and by no filter.
    return statuses.includes("passed") ? "SURVIVED" : "TEST NOT RUN";
  } finally {
    writeFileSync(path, source);
  }
}

/** By full name. A file that cannot even be loaded has none, so that a mutant that does not parse counts as alive. */
async function runTests(files: string[], name = ""): Promise<Statuses> {
  const report = join(tree, "report.json");
  rmSync(report, { force: true });
  const only = name === "" ? [] : ["-t", escapePattern(name)];
  const reporter = ["--reporter=json", `--outputFile=${report}`];
  const vitest = spawn(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      "test/mutants/vitest.config.ts",
      ...files,
      ...only,
      ...reporter,
    ],
    // Tests that start the backend start the sources, so that no build is needed.
    {
      cwd: tree,
      stdio: "ignore",
      env: { ...process.env, SAVEPOINT_BACKEND: join(tree, "backend", "main.ts") },
    },
  );
  await once(vitest, "exit");
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const statuses: Statuses = new Map();
  for (const { assertionResults } of testResults) {
    for (const { fullName, status } of assertionResults) statuses.set(fullName, status);
  }
  return statuses;
}

function statusesOf(name: string, statuses: Statuses): string[] {
  return [...statuses].filter(([fullName]) => fullName.includes(name)).map(([, status]) => status);
}

function escapePattern(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
