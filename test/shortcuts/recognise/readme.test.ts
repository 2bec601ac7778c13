import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toTable } from "../../world/readme-table.ts";
import { faultsOf, type LaunchRow, ownRows, recogniseRow } from "./launch-commands.ts";

const launchers: [install: string, name: string][] = [
  ["emudeck", "EmuDeck"],
  ["retrodeck", "RetroDECK"],
  ["flatpak", "an emulator's Flatpak"],
  ["appimage", "an AppImage"],
  ["steam", "RetroArch of Steam's store"],
  ["native", "any other program"],
];

/** Of each row the first form that it has. */
const forms: [name: string, has: (row: LaunchRow) => boolean][] = [
  ["starts no game", ({ expect: { kind } }) => kind !== "rom"],
  ["an id, no path", ({ expect: { romPath } }) => romPath === null],
  ["around `%command%`", ({ launchOptions }) => launchOptions.includes("%command%")],
  ["in the options", ({ launchOptions }) => launchOptions !== ""],
  ["all in Exe", () => true],
];

test("README prints how many launch commands of each launcher and form are recognised", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const [, printed = ""] = readme.split("<!-- launch table -->");
  expect(printed.trim().split("\n\n")[0]).toBe(toTable(launchTable(ownRows())));
});

function launchTable(rows: LaunchRow[]): string[][] {
  const shown = [...forms].reverse();
  const head = ["launcher", ...shown.map(([name]) => name)];
  return [
    head,
    ...launchers.map(([install, name]) => [name, ...shown.map(([form]) => cell(rows, install, form))]),
  ];
}

function cell(rows: LaunchRow[], install: string, form: string): string {
  const own = rows.filter((row) => row.expect.install === install && formOf(row) === form);
  const recognised = own.filter((row) => faultsOf(row, recogniseRow(row)).length === 0);
  if (own.length === 0) return "–";
  const count = `${recognised.length} of ${own.length}`;
  return form === "starts no game" ? `${count} left alone` : count;
}

function formOf(row: LaunchRow): string | undefined {
  return forms.find(([, has]) => has(row))?.[0];
}
