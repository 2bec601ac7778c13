import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import type { Database } from "./rules/ground/database.ts";
import { type Romm, startRomm } from "./server.ts";

/**
 * RomM's stand-in alone, for trials by hand and for any script: `pnpm romm --port 3000 --version 5.2.0`. Ends with
 * Ctrl+C; without `--data` its folder goes with it, with it the next start goes on where this one ended. `--roms` names a
 * JSON file: `[{ "platform": "gba", "fsName": "A.gba" }]`.
 */
const flags = {
  port: { type: "string", default: "3000" },
  version: { type: "string", default: "5.2.0" },
  database: { type: "string", default: "mariadb" },
  /** Milliseconds between an upload's check and its row. */
  window: { type: "string", default: "50" },
  data: { type: "string" },
  roms: { type: "string" },
} as const;

const whole = (name: string, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+$/, `--${name} is a whole number.`),
    v.transform(Number),
    v.maxValue(most, `--${name} is ${most} at most.`),
  );
const values = v.object({
  port: whole("port", 65_535),
  version: v.pipe(
    v.string(),
    v.regex(
      /^(4\.([7-9]|\d\d)|[5-9]\.\d+)(\.\d+)?(-[\w.]+)?$|^(development|specification)$/,
      "--version is a release from 4.7 on such as 5.2.0, or development.",
    ),
  ),
  database: v.picklist(["mariadb", "postgres"], "--database is mariadb or postgres."),
  window: whole("window", 60_000),
  data: v.optional(v.string()),
  roms: v.optional(v.string()),
});
const romList = v.array(
  v.object({
    platform: v.string(),
    fsName: v.string(),
    name: v.exactOptional(v.string()),
    raId: v.exactOptional(v.number()),
  }),
  "The roms are a list.",
);

try {
  await serve(v.parse(values, parseArgs({ options: flags }).values));
} catch (error) {
  console.error(error instanceof v.ValiError ? whatIsWrong(error) : messageOf(error));
  process.exitCode = 1;
}

async function serve(options: v.InferOutput<typeof values>): Promise<void> {
  const roms =
    options.roms === undefined ? [{ platform: "gba", fsName: "Game.gba" }] : readRoms(options.roms);
  const folder = options.data ?? mkdtempSync(join(tmpdir(), "romm-"));
  mkdirSync(folder, { recursive: true });
  const { port, version, database: profile } = options;
  const romm = await startRomm({ folder, port, version, profile, uploadWindowMs: () => options.window });
  const tables = join(folder, "tables.json");
  const token = existsSync(tables) ? goOn(romm, tables) : romm.token;
  const known = romm.rules.database.roms.map(({ fs_name }) => fs_name);
  for (const rom of roms) if (!known.includes(rom.fsName)) romm.addRom(rom);
  console.log(`RomM ${version} (${profile}) at ${romm.origin}`);
  console.log(`Token: ${token}`);
  console.log(`Data: ${folder}${options.data === undefined ? ", which goes when this ends" : ""}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());

  async function end(): Promise<void> {
    await romm.stop();
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
    else writeFileSync(tables, JSON.stringify(romm.rules.database));
    process.exit();
  }
}

/** The tables as a former run left them; the files lie there. Answers that run's token. */
function goOn({ rules, token }: Romm, tables: string): string {
  // Of our own making, at a developer's desk.
  const database: Database = JSON.parse(readFileSync(tables, "utf8"));
  rules.restore({ database, files: [] }, { withFiles: false });
  rules.admin.restart();
  return database.tokens[0]?.raw ?? token;
}

function readRoms(path: string) {
  try {
    return v.parse(romList, JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const form = '[{ "platform": "gba", "fsName": "A.gba" }]';
    throw new Error(`--roms ${path}: ${messageOf(error)} It holds ${form}.`, { cause: error });
  }
}

function whatIsWrong({ issues }: { issues: { message: string }[] }): string {
  return issues.map(({ message }) => message).join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
