import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BackendApi } from "../../../backend/contract/backend-api.ts";
import { createNetworkProxy, type NetworkProxy } from "../network/proxy.ts";
import type { Game } from "./game.ts";
import { layOutHome } from "./home.ts";
import { startLoader } from "./loader/loader.ts";
import { createPlayedGames, type PlayedGames } from "./played-games.ts";
import { layOutPlugin } from "./plugin-folder.ts";
import { createProcRoot } from "./proc-root.ts";
import { readKeptCopies } from "./read-files.ts";
import { typeBackend } from "./typed-backend.ts";

/** A Deck without Steam's pictures: home folder, loader with the real plugin in it, games, and its own way to the server. */
export interface Deck extends PlayedGames {
  /** Also the name in its play sessions: letters, digits, `-`. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Its home folder. */
  readonly home: string;
  readonly games: readonly Game[];
  readonly network: NetworkProxy;
  readonly backend: BackendApi;
  /** One call of the bridge's `rpc`, its envelope untouched. */
  call(method: string, params: unknown): Promise<unknown>;
  /** Decky events as the bridge emits them. */
  onEvent(listener: (event: string, payload: unknown) => void): () => void;
  backendPid(): number | null;
  /** Decky installs the plugin over itself. */
  update(): Promise<void>;
  keptCopies(): Promise<Uint8Array[]>;
  /** Ends every process of the Deck; its files stay. A second call does nothing. */
  stop(): Promise<void>;
  /** Stops, and deletes all that the Deck had, as a factory reset does. */
  wipe(): Promise<void>;
}

/** `folder` is the Deck's own. `rommOrigin` is where the server really is; the Deck is told only its proxy's origin. */
export async function createDeck(options: {
  name: string;
  title: string;
  folder: string;
  rommOrigin: string;
  games: Game[];
}): Promise<Deck> {
  const { name, folder, games } = options;
  await mkdir(folder, { recursive: true });
  const home = await layOutHome(join(folder, "home"), name, games);
  const procRoot = await createProcRoot(join(folder, "proc"));
  const pluginFolder = join(home.folder, "homebrew/plugins/Savepoint");
  await layOutPlugin(pluginFolder);
  const loader = await startLoader({
    pluginFolder,
    home: home.folder,
    env: {
      SAVEPOINT_MACHINE_ID_FILE: home.machineIdFile,
      SAVEPOINT_PROC_ROOT: procRoot.folder,
      SAVEPOINT_DEVICE_NAME: options.title,
    },
  });
  const network = await createNetworkProxy(options.rommOrigin);
  const { stop: stopGames, ...played } = createPlayedGames(home, procRoot, games);

  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= stopGames().then(loader.stop).then(network.stop);
    return stopped;
  };
  return {
    ...played,
    name,
    title: options.title,
    home: home.folder,
    games,
    network,
    backend: typeBackend(loader.call),
    call: loader.call,
    onEvent: loader.onEvent,
    backendPid: loader.backendPid,
    update: async () => void (await loader.manage("update")),
    keptCopies: () => readKeptCopies(join(home.folder, "homebrew/data", basename(pluginFolder))),
    stop,
    wipe: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
