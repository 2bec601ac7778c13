import * as v from "valibot";
import { joinPath } from "../../core/paths.ts";
import type { Disk } from "../../machine/disk.ts";
import { type RetrodeckTexts, readSystems } from "./choice.ts";

/** What RetroDECK reads when it chooses an emulator. Throws `FileError`. */
export interface RetrodeckFiles {
  /** Null: no RetroDECK is installed that we know to read, or its list lacks the system. */
  textsOf(system: string): Promise<RetrodeckTexts | null>;
}

const app = "net.retrodeck.retrodeck";

/** Flatpak's own folders, for all users and for this one. */
const installations = (homeFolder: string) => [
  `/var/lib/flatpak/app/${app}/current/active/files`,
  `${homeFolder}/.local/share/flatpak/app/${app}/current/active/files`,
];

/** Inside of it, newer versions first (RetroDECK components es-de/component_functions.sh; RetroDECK 0.9 global.sh). */
const lists = [
  "retrodeck/components/es-de/share/es-de/resources/systems/linux/es_systems.xml",
  "share/es-de/resources/systems/linux/es_systems.xml",
];

const configSchema = v.object({ paths: v.object({ rd_home_path: v.pipe(v.string(), v.startsWith("/")) }) });

/** Reads each file once: made anew for each run, since RetroDECK and its player change them. */
export function createRetrodeckFiles(disk: Pick<Disk, "read">, homeFolder: string): RetrodeckFiles {
  const readText = async (path: string) => {
    const bytes = await disk.read(path);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };

  const systems = once(async () => {
    for (const folder of installations(homeFolder)) {
      for (const list of lists) {
        const text = await readText(joinPath(folder, list));
        if (text !== null) return readSystems(text);
      }
    }
    return null;
  });

  /** Where the player has moved it to (RetroDECK functions/all_vars.sh), else its usual place. */
  const retrodeckHome = once(async () => {
    const text = await readText(`${homeFolder}/.var/app/${app}/config/retrodeck/retrodeck.json`);
    const config = v.safeParse(configSchema, parseJson(text ?? ""));
    return config.success ? config.output.paths.rd_home_path : `${homeFolder}/retrodeck`;
  });

  const gamelists = new Map<string, Promise<string | null>>();
  const gamelistOf = async (system: string) =>
    readText(`${await retrodeckHome()}/ES-DE/gamelists/${system}/gamelist.xml`);

  return {
    async textsOf(system) {
      const commands = (await systems())?.get(system);
      if (!commands || /^\.|\//.test(system)) return null;
      const gamelist = gamelists.get(system) ?? gamelistOf(system);
      gamelists.set(system, gamelist);
      return { gamelist: await gamelist, commands };
    },
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
