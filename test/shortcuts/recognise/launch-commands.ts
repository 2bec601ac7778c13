import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { LaunchTarget } from "../../../backend/core/launch-target.ts";
import { recognise } from "../../../backend/shortcuts/recognise/recognise.ts";

const text = v.nullable(v.string());
const expectSchema = v.object({
  kind: v.picklist(["rom", "launcher", "pc-game", "unknown"]),
  emulator: v.optional(text),
  install: v.optional(text),
  core: v.optional(text),
  romPath: v.optional(text),
  /** Where the command has no path: a set, or an installed game. */
  romName: v.optional(text),
  gameId: v.optional(text),
  archiveEntry: v.optional(text),
  system: v.optional(text),
  /** Outermost first, with plus signs between. */
  wrapper: v.optional(text),
  dataDir: v.optional(text),
  /** The folder that a set lies in. */
  romDir: v.optional(text),
  user: v.optional(text),
  ambiguous: v.optional(v.boolean(), false),
});

const rowSchema = v.object({
  id: v.string(),
  exe: v.string(),
  startDir: v.string(),
  launchOptions: v.string(),
  name: v.optional(v.nullable(v.string())),
  source: v.optional(v.string(), ""),
  note: v.optional(v.nullable(v.string())),
  expect: expectSchema,
});

export type LaunchRow = v.InferOutput<typeof rowSchema>;

/** The rows of `test/data/launch-commands.json`, or of the file of the same form that `LAUNCH_COMMANDS` names. */
export function launchRows(): LaunchRow[] {
  const file = process.env.LAUNCH_COMMANDS;
  return file === undefined ? ownRows() : readRows(file);
}

export function ownRows(): LaunchRow[] {
  return readRows(new URL("../../data/launch-commands.json", import.meta.url));
}

function readRows(file: string | URL): LaunchRow[] {
  return v.parse(v.array(rowSchema), JSON.parse(readFileSync(file, "utf8")));
}

export function recogniseRow({ exe, startDir, launchOptions }: LaunchRow): LaunchTarget {
  return recognise({ exe, startDir, options: launchOptions }, { homeFolder: "/home/deck" });
}

/** Keys that a row does not expect are not judged; of what is no rom only that it is not offered. */
export function faultsOf(row: LaunchRow, target: LaunchTarget): string[] {
  if (row.expect.kind !== "rom") return target.kind === "rom" ? ["is offered as a game"] : [];
  const isAmbiguous = row.expect.ambiguous || /ambiguous|"unknown" is as good/.test(row.note ?? "");
  if (target.kind !== "rom") {
    return isAmbiguous && target.kind === "unknown" ? [] : [`is ${target.kind}, not a rom`];
  }
  const found = answersOf(target);
  return Object.entries(row.expect)
    .filter(([key, value]) => key in found && found[key as keyof typeof found] !== value)
    .map(([key, value]) => `${key} is ${found[key as keyof typeof found]}, not ${value}`);
}

function answersOf(target: LaunchTarget & { kind: "rom" }) {
  const { rom } = target;
  const id = rom.kind === "id" ? rom.id : null;
  return {
    emulator: target.emulator,
    install: target.install,
    core: target.core,
    romPath: rom.kind === "file" ? rom.path : null,
    romName: id,
    gameId: id,
    archiveEntry: rom.kind === "file" ? rom.archiveEntry : null,
    system: target.system,
    wrapper: target.wrappers.join(" + ") || null,
    dataDir: target.dataFolder,
    romDir: rom.kind === "id" ? rom.folder : null,
    user: target.user,
  };
}
