import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const text = v.optional(v.string(), "");

/** A shortcut's command and what is to be found for it. */
const commandSchema = v.strictObject({
  exe: v.string(),
  startDir: text,
  options: text,
  /** RomM's platform, where a rom is chosen. */
  platform: v.optional(v.string()),
  /** What RomM 5.3 tells: `title_id`, `save_target`. */
  ids: v.optional(v.array(v.string()), []),
  /** The place as a path, or with a star for what is not known: `/…/ULUS10336*`. */
  save: v.optional(v.string()),
  /** It may be taken by itself; it is one of those to choose from; none can be told, and why. */
  is: v.picklist(["found", "candidate", "shared", "none"]),
  why: v.optional(v.string()),
  /** Places that must not be among the answers. */
  never: v.optional(v.array(v.string()), []),
});

const systemSchema = v.strictObject({
  system: v.string(),
  exe: v.string(),
  options: text,
  /** Its games keep nothing at all. */
  keepsNone: v.optional(v.boolean(), false),
});

export type SystemCommand = v.InferOutput<typeof systemSchema>;
export type HomeCommand = v.InferOutput<typeof commandSchema>;

export interface HomeDescription {
  name: string;
  /** Lines of the trees. */
  tree: string[];
  /** Whole texts by path. */
  texts: Map<string, string>;
  /** Bytes at places of files that stand in the tree: headers of roms. */
  bytes: Map<string, { at: number; bytes: Uint8Array }[]>;
  /** Discs by path: lines `SYSTEM.CNF text BOOT2 = …` and `PSP_GAME/PARAM.SFO sfo DISC_ID=…`. */
  discs: Map<string, string[]>;
  commands: HomeCommand[];
  /** A game of each of EmuDeck's systems. */
  systems: SystemCommand[];
}

/** The homes of `test/data/homes/`, or of the folder that `HOMES` names; each also with its roms and saves on a card. */
export function homes(): HomeDescription[] {
  const folder = process.env.HOMES ?? new URL("../../data/homes", import.meta.url).pathname;
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return files.sort().flatMap((name) => {
    const described = readFileSync(join(folder, name), "utf8");
    const internal = readHome(described, name);
    const moved = onCard(described);
    return moved === described ? [internal] : [internal, readHome(moved, `${name} on a card`)];
  });
}

/** One home of a Markdown file. */
export function homeIn(file: string): HomeDescription {
  return readHome(readFileSync(file, "utf8"), file);
}

/** A line `on a card: A -> B` says which folder a player with a card has there. */
function onCard(described: string): string {
  const moves = [...described.matchAll(/^on a card: (\S+) -> (\S+)$/gm)];
  return moves.reduce((all, [line, from = "", to = ""]) => {
    return all.replace(line, "").replaceAll(from, to);
  }, described);
}

/** Blocks of a Markdown file: `tree`, `commands` (a line of JSON each), and those that a line **file**, **bytes** or **disc** names. */
function readHome(described: string, name: string): HomeDescription {
  const home: HomeDescription = {
    name,
    tree: [],
    texts: new Map(),
    bytes: new Map(),
    discs: new Map(),
    commands: [],
    systems: [],
  };
  const blocks = described.matchAll(/(?:\*\*(file|bytes|disc)\*\* `([^`]+)`\n)?```([a-z]+)\n(.*?)```/gs);
  for (const [, role, path = "", kind, body = ""] of blocks) {
    const lines = body.split("\n").filter((line) => line.trim() !== "");
    if (role === "file") home.texts.set(path, body);
    else if (role === "bytes") home.bytes.set(path, lines.map(readPatch));
    else if (role === "disc") home.discs.set(path, lines);
    else if (kind === "tree") home.tree.push(...lines);
    else if (kind === "systems") home.systems.push(...lines.map(readSystem));
    else if (kind === "commands") home.commands.push(...lines.map(readCommand));
  }
  return home;
}

function readSystem(line: string): SystemCommand {
  return v.parse(systemSchema, JSON.parse(line));
}

function readCommand(line: string): HomeCommand {
  return v.parse(commandSchema, JSON.parse(line));
}

/** `0x118 hex 00 5e 05 00` or `0x0 text GM8E01`. */
function readPatch(line: string): { at: number; bytes: Uint8Array } {
  const [, at = "0", form, rest = ""] = /^(\S+) (hex|text) (.*)$/.exec(line) ?? [];
  const bytes =
    form === "hex" ? Buffer.from(rest.replaceAll(" ", ""), "hex") : Buffer.from(rest.replaceAll("\\0", "\0"));
  return { at: Number(at), bytes };
}
