import fc from "fast-check";
import { expect, test } from "vitest";
import { folderOfPlace } from "../../../backend/core/shapes/shapes.ts";
import type { Disk, FileStat } from "../../../backend/machine/disk.ts";
import { askHome } from "./ask-home.ts";
import { buildHome } from "./build-home.ts";
import { createOverlaidDisk } from "./overlaid-disk.ts";
import { type HomeCommand, type HomeDescription, homes } from "./read-home.ts";

/*
 * Law: whatever stands in a settings file, the answer is a place where a save may be kept, or "not known"; never a path of
 * the system's, never a throw, and nothing by itself from a file that cannot be read.
 */

const internal = homes().filter(({ name }) => !name.includes("card"));
const runsPerHome = 200;

test.each(internal.map((home) => [home.name, home] as const))(
  "broken settings of %s name no place outside the rules, and throw nothing",
  async (_, home) => {
    const { disk } = await buildHome(home);
    const command = fc.constantFrom(...home.commands);
    await fc.assert(
      fc.asyncProperty(command, brokenTexts(home), async (one, over) => {
        const answer = await askHome(createOverlaidDisk(disk, over), one);
        for (const { location } of answer.ok ? answer.value : [])
          expect(folderOfPlace(location)).toSatisfy(isOutsideOfSystem);
      }),
      { numRuns: runsPerHome },
    );
  },
);

/** A game whose place is known without any settings is found all the same: its save stands where it always does. */
test.each(internal.map((home) => [home.name, home] as const))(
  "settings of %s that are too long, or pipes, leave nothing to be taken by itself",
  async (_, home) => {
    const { disk } = await buildHome(home);
    const huge = new Uint8Array(10 * 1024 * 1024).fill(0x20);
    for (const command of home.commands.filter(({ is }) => is === "found")) {
      const hasNone = await certainOn(
        changedDisk(disk, home, () => null),
        command,
      );
      const overlaid = createOverlaidDisk(disk, new Map([...home.texts.keys()].map((path) => [path, huge])));
      expect(hasNone).toEqual(expect.arrayContaining(await certainOn(overlaid, command)));
      const pipes = changedDisk(disk, home, (stat) => ({ ...stat, kind: "other" }));
      expect(hasNone).toEqual(expect.arrayContaining(await certainOn(pipes, command)));
    }
  },
);

async function certainOn(disk: Disk, command: HomeCommand): Promise<string[]> {
  const answer = await askHome(disk, command);
  const certain = (answer.ok ? answer.value : []).filter(({ isCertain }) => isCertain);
  return certain.map(({ location }) => folderOfPlace(location));
}

/** What stands at the places of settings is something else, and opening it would never end. */
function changedDisk(disk: Disk, home: HomeDescription, change: (stat: FileStat) => FileStat | null): Disk {
  return {
    ...disk,
    async stat(path) {
      const stat = await disk.stat(path);
      return stat !== null && home.texts.has(path) ? change(stat) : stat;
    },
    openRead: async (path) =>
      home.texts.has(path) ? await new Promise(() => {}) : await disk.openRead(path),
  };
}

/** By another rule than the code's: what no player's files lie in. */
function isOutsideOfSystem(path: string): boolean {
  const [, top = "", second = ""] = path.split("/");
  const isSystem = ["", "proc", "sys", "dev", "etc", "usr", "bin", "sbin", "boot", "lib", "opt"].includes(
    top,
  );
  const isMount = top !== "run" || second === "media";
  return (
    path.startsWith("/") && !isSystem && isMount && !/\/\.\.?(?:\/|$)|\0|\/\//.test(path) && second !== ""
  );
}

const nasty = fc.constantFrom(
  ...[
    "/",
    "//",
    "/etc",
    "/proc/self/root",
    "/dev/shm",
    "..",
    "../../..",
    "/home/deck/../../etc",
    "~",
    "~root/x",
  ],
  ...[
    "$HOME",
    "$(EmulatorDir)",
    ":/",
    ":",
    "default",
    "\0",
    "/home/deck\0/etc",
    "/usr/share/saves",
    "/run/user/1000",
  ],
  ...[
    "C:\\Saves",
    "Z:\\etc",
    "file:///etc",
    "/home/deck/.ssh/../../../root",
    "%2e%2e/%2e%2e",
    "/a".repeat(3_000),
  ],
  ...["\ud83d\ude00", "true", "[[", "{", "<a>", "&lol;", '"', "'", "#", "=", "\r", "\\", "0", "-1", "1e999"],
);

/** One text of the home with some values made nasty, lines torn out, doubled or cut; or no text at all. */
function brokenTexts(home: HomeDescription): fc.Arbitrary<Map<string, Uint8Array>> {
  const texts = [...home.texts];
  const one = fc
    .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), nasty, fc.nat(5)), { maxLength: 6 }))
    .map(([[path, text], edits]) => [path, encode(edits.reduce(edit, text))] as const);
  const garbage = fc
    .tuple(fc.constantFrom(...texts), fc.uint8Array({ maxLength: 400 }))
    .map(([[path], bytes]) => [path, bytes] as const);
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: garbage }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => new Map(all));
}

function edit(text: string, [seed, word, how]: [number, string, number]): string {
  const lines = text.split("\n");
  const at = seed % lines.length;
  const line = lines[at] ?? "";
  const changed = [
    line.replace(/([=:>]\s*"?)[^"<]*/, (_, head: string) => head + word),
    `${line}\n${line.replace(/[=:].*/, (rest) => `${rest.charAt(0)} ${word}`)}`,
    "",
    line.slice(0, seed % (line.length + 1)),
    `${word}${line}`,
    line.replaceAll('"', ""),
  ][how];
  return lines.with(at, changed ?? line).join("\n");
}

const encode = (text: string) => new TextEncoder().encode(text);
