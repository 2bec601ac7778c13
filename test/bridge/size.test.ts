import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryFolder } from "../world/build.ts";

const path = join(repositoryFolder, "main.py");
const source = readFileSync(path, "utf8");

test("main.py has at most 110 lines of 100 columns, and one statement a line.", () => {
  const lines = source.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(110);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(linesWithSeveralStatements()).toBe("[]");
});

test("main.py offers the panel one method, and names none of the backend's.", () => {
  expect([...source.matchAll(/^ {4}(?:async )?def ([a-z]\w*)/gm)].map(([, name]) => name)).toEqual(["rpc"]);
  const contract = readFileSync(join(repositoryFolder, "backend/contract/backend-api.ts"), "utf8");
  const methods = [...contract.matchAll(/^ {2}(\w+)\(p: /gm)].map(([, name]) => name);
  expect(methods).toContain("syncAll");
  expect(methods.filter((name) => new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
});

/** As Python reads it. */
function linesWithSeveralStatements(): string {
  const script = `
import ast, collections, sys
statements = [node for node in ast.walk(ast.parse(open(sys.argv[1]).read())) if isinstance(node, ast.stmt)]
counts = collections.Counter(statement.lineno for statement in statements)
print([line for line, count in counts.items() if count > 1])`;
  return execFileSync("python3", ["-c", script, path], { encoding: "utf8" }).trim();
}
