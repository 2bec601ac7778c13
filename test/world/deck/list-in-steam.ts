import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeShortcuts, steamEntry } from "../../shortcuts/vdf-bytes.ts";
import { type Game, launchCommandOf } from "./game.ts";

/** Steam's own list of shortcuts with these games in it, as Steam ROM Manager leaves it. */
export async function listInSteam(home: string, games: readonly Game[]): Promise<void> {
  const entries = games.map((game) => {
    const { exe, options } = launchCommandOf(home, game);
    return steamEntry({ appId: game.appId, name: game.name, exe, options });
  });
  const list = join(home, ".local/share/Steam/userdata/11/config/shortcuts.vdf");
  await mkdir(dirname(list), { recursive: true });
  await writeFile(list, encodeShortcuts(entries));
}
