import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { startRomm } from "./server.ts";

/**
 * RomM's stand-in alone, for trials by hand and for any script: `pnpm romm --port 3000 --version 5.2.0`. Ends with
 * Ctrl+C; without `--data` its folder goes with it. `--roms` names a JSON file: `[{ "platform": "gba", "fsName": "A.gba" }]`.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "3000" },
    version: { type: "string", default: "5.2.0" },
    database: { type: "string", default: "mariadb" },
    /** Milliseconds between an upload's check and its row. */
    window: { type: "string", default: "50" },
    data: { type: "string" },
    roms: { type: "string" },
  },
});

const rom = v.object({
  platform: v.string(),
  fsName: v.string(),
  name: v.exactOptional(v.string()),
  raId: v.exactOptional(v.number()),
});
const roms = values.roms === undefined ? [{ platform: "gba", fsName: "Game.gba" }] : readRoms(values.roms);
const folder = values.data ?? mkdtempSync(join(tmpdir(), "romm-"));
const windowMs = v.parse(v.pipe(v.number(), v.minValue(0)), Number(values.window));
const romm = await startRomm({
  folder,
  port: v.parse(v.pipe(v.number(), v.integer(), v.minValue(0)), Number(values.port)),
  version: values.version,
  profile: v.parse(v.picklist(["mariadb", "postgres"]), values.database),
  uploadWindowMs: () => windowMs,
});
for (const one of roms) romm.addRom(one);
console.log(`RomM ${values.version} (${values.database}) at ${romm.origin}`);
console.log(`Token: ${romm.token}`);
console.log(`Data: ${folder}${values.data === undefined ? ", which goes when this ends" : ""}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());

async function end(): Promise<void> {
  await romm.stop();
  if (values.data === undefined) rmSync(folder, { recursive: true, force: true });
  process.exit();
}

function readRoms(path: string) {
  return v.parse(v.array(rom), JSON.parse(readFileSync(path, "utf8")));
}
