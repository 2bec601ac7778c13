import * as v from "valibot";
import { indexLibrary } from "../../backend/core/match/library-index.ts";
import { matchRom } from "../../backend/core/match/match.ts";
import type { LaunchCommand, MatchCertainty, MatchEvidence, RomId } from "../../backend/core/vocabulary.ts";
import { readLibraryRow } from "../../backend/romm/library-row.ts";
import { recognise } from "../../backend/shortcuts/recognise/recognise.ts";
import { platformTable } from "../../backend/shortcuts/scan/platforms.ts";

/** A shortcut, the roms that RomM has, and the rom that it starts. */
export interface LibraryCase {
  kind: string;
  name: string;
  launch: LaunchCommand;
  /** Of the file that the shortcut starts, where it was read. */
  file: { sizeBytes: number; md5: string } | null;
  /** As RomM's `GET /api/roms` answers them; fields that do not matter are left out. */
  romm: unknown[];
  expect: { romId: RomId | null; certainty: MatchCertainty };
}

const text = v.optional(v.string(), "");
const file = v.object({ sizeBytes: v.number(), md5: v.string() });

/** `LIBRARY` may name a file that others wrote: keys in Steam's, RomM's or our spelling are all understood. */
const schema = v.array(
  v.pipe(
    v.object({
      kind: text,
      shortcut: v.pipe(
        v.record(v.string(), v.unknown()),
        v.transform((found) => respell(found, shortcutKeys)),
        v.object({ name: text, exe: text, startDir: text, options: text, file: v.optional(file) }),
      ),
      romm: v.array(
        v.pipe(
          v.record(v.string(), v.unknown()),
          v.transform((found) => respell(found, romKeys)),
        ),
      ),
      expect: v.object({
        romId: v.nullable(v.number()),
        certainty: v.picklist(["certain", "likely", "none"]),
      }),
    }),
    v.transform(({ kind, shortcut, romm, expect }): LibraryCase => {
      const { name, exe, startDir, options, file = null } = shortcut;
      const romId = expect.romId as RomId | null;
      return { kind, name, launch: { exe, startDir, options }, file, romm, expect: { ...expect, romId } };
    }),
  ),
);

const shortcutKeys: Record<string, string> = {
  appname: "name",
  exe: "exe",
  startdir: "startDir",
  launchoptions: "options",
};
const romKeys: Record<string, string> = {
  romid: "id",
  platform: "platform_slug",
  fsslug: "platform_fs_slug",
};

function respell(found: Record<string, unknown>, keys: Record<string, string>): Record<string, unknown> {
  const { launch, files, ...rest } = found;
  const flat = { ...rest, ...(typeof launch === "object" ? launch : {}) };
  const spelt = Object.entries(flat).map(([key, value]) => [keys[plain(key)] ?? snakeOr(key, keys), value]);
  const named = Array.isArray(files)
    ? files.map((one) => (typeof one === "string" ? { file_name: one } : one))
    : files;
  return { ...Object.fromEntries(spelt), ...(files !== undefined && { files: named }) };
}

const plain = (key: string) => key.toLowerCase().replaceAll("_", "");

function snakeOr(key: string, keys: Record<string, string>): string {
  return keys === romKeys ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
}

export function readCases(json: unknown): LibraryCase[] {
  return v.parse(schema, json);
}

interface Proposal {
  romId: RomId | null;
  certainty: MatchCertainty;
  evidence: MatchEvidence[];
}

/** What Savepoint proposes, from the text of the command to the rom. */
export function expectationOf({ name, launch, file, romm }: LibraryCase): Proposal {
  const roms = romm.map((row) => readLibraryRow(row, true)).filter((rom) => rom != null);
  const target = recognise(launch, { homeFolder: "/home/deck" });
  const ground = { index: indexLibrary(roms), platforms: platformTable() };
  const local = file && { ...file, crc: null, entries: [] };
  const { certainty, evidence, candidates } = matchRom({ target, name }, ground, local);
  const romId = certainty === "none" ? null : (candidates[0]?.romId ?? null);
  return { romId, certainty, evidence };
}
