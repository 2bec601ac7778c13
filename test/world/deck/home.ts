import { randomBytes } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Game, retroarchPathOf, romPathOf, savePathOf } from "./game.ts";

/** The places of a Deck's home that the world itself needs. */
export interface Home {
  folder: string;
  machineIdFile: string;
  /** Steam's folder with the reaper in it: the place from which games are started. */
  steamRuntime: string;
}

const emulator = fileURLToPath(new URL("../emulator/main.ts", import.meta.url));

/** A home as EmuDeck leaves it: roms, an empty folder for saves, RetroArch and its configuration. */
export async function layOutHome(folder: string, deck: string, games: Game[]): Promise<Home> {
  const home: Home = {
    folder,
    machineIdFile: join(folder, "..", "machine-id"),
    steamRuntime: join(folder, ".local/share/Steam/ubuntu12_32"),
  };
  await write(home.machineIdFile, `${randomBytes(16).toString("hex")}\n`);
  await write(retroarchPathOf(folder), retroarchScript(deck), 0o755);
  await write(join(home.steamRuntime, "SteamLaunch"), reaperScript);
  for (const game of games) {
    await write(romPathOf(folder, game), `rom of ${game.name}\n`);
    await mkdir(dirname(savePathOf(folder, game)), { recursive: true });
  }
  await write(join(folder, ".config/retroarch/retroarch.cfg"), retroarchConfig(folder));
  return home;
}

/** Waits for the game as Steam's reaper does. Each process stands in the Deck's process table before it does anything. */
const reaperScript = `shift 2
"$@" <&0 &
game=$!
wait "$game"
code=$?
rm -f "$SAVEPOINT_PROC_ROOT/$game" "$SAVEPOINT_PROC_ROOT/$$"
exit "$code"
`;

/** The save's path follows RetroArch's rule: the save folder and the rom's name. */
function retroarchScript(deck: string): string {
  return `#!/bin/bash
ln -sfn "/proc/$$" "$SAVEPOINT_PROC_ROOT/$$"
rom="\${!#}"
name="$(basename "$rom")"
save="$HOME/Emulation/saves/retroarch/saves/\${name%.*}.srm"
exec -a "$0" ${quote(process.execPath)} ${quote(emulator)} $EMULATOR_OPTIONS --deck ${quote(deck)} --save "$save" "$@"
`;
}

function retroarchConfig(home: string): string {
  return `savefile_directory = "${home}/Emulation/saves/retroarch/saves"
sort_savefiles_enable = "false"
sort_savefiles_by_content_enable = "false"
savefiles_in_content_dir = "false"
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function write(path: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await chmod(path, mode);
}
