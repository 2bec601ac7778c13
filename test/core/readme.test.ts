import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decisionTable } from "../../backend/core/decide/table.ts";

test("README prints the table that decides", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, table = ""] = readme.split("<!-- decision table -->");
  const [head = [], _rule, ...rows] = table.trim().split("\n\n")[0]?.split("\n").map(toCells) ?? [];
  const printed = rows.flatMap(([local, ...cells]) =>
    cells.map((decision, column) => [`${local}/${head[column + 1]}`, decision]),
  );
  const decided = Object.entries(decisionTable).map(([cell, { decision }]) => [cell, decision]);
  expect(Object.fromEntries(printed)).toEqual(Object.fromEntries(decided));
});

function toCells(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
