import { join } from "node:path";
import type { AppId, RomId } from "../../../backend/contract/words.ts";
import type { LaunchCommand } from "../../../backend/core/vocabulary.ts";

/** A rom of the server that stands on a Deck as a shortcut of Steam. */
export interface Game {
  appId: AppId;
  romId: RomId;
  name: string;
  platformSlug: string;
  /** The rom's file name, the same here and on the server. */
  fsName: string;
}

/** Steam draws a shortcut's id at random from the upper half of 32 bits: two Decks have two ids for one rom. */
export function drawAppId(): AppId {
  return (0x80000000 + Math.floor(Math.random() * 0x7fffffff)) as AppId;
}

/** Where EmuDeck lets RetroArch write: one flat folder, named after the rom. */
export function savePathOf(home: string, game: Game): string {
  return join(home, "Emulation/saves/retroarch/saves", `${stem(game.fsName)}.srm`);
}

export function romPathOf(home: string, game: Game): string {
  return join(home, "Emulation/roms", game.platformSlug, game.fsName);
}

/** The command of the shortcut, as Steam keeps it. */
export function launchCommandOf(home: string, game: Game): LaunchCommand {
  return {
    exe: `"${retroarchPathOf(home)}"`,
    startDir: `"${home}"`,
    options: `-L ${core} "${romPathOf(home, game)}"`,
  };
}

/** The same command as the words of a process. */
export function launchWordsOf(home: string, game: Game): string[] {
  return [retroarchPathOf(home), "-L", core, romPathOf(home, game)];
}

export function retroarchPathOf(home: string): string {
  return join(home, "Applications/retroarch");
}

const core = "gambatte_libretro.so";

function stem(fsName: string): string {
  const dot = fsName.lastIndexOf(".");
  return dot > 0 ? fsName.slice(0, dot) : fsName;
}
