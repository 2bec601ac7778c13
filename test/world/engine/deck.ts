import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assemble, type Backend } from "../../../backend/assembly/assemble.ts";
import { openAccessBook } from "../../../backend/assembly/server-access.ts";
import type { ChangedPart } from "../../../backend/contract/events.ts";
import type { SyncLine } from "../../../backend/contract/saves/sync.ts";
import type { AppId, Outcome, RomId, SaveLocation } from "../../../backend/core/vocabulary.ts";
import { openCredentials } from "../../../backend/documents/credentials.ts";
import { openSettings } from "../../../backend/documents/settings.ts";
import { type OpenState, openStateStore } from "../../../backend/documents/state-store.ts";
import { watchRealFolder } from "../../../backend/machine/folder-watch.ts";
import type { Log } from "../../../backend/machine/log.ts";
import { asText } from "../../../backend/machine/log-line.ts";
import type { ProcessView } from "../../../backend/machine/processes.ts";
import { createRealDisk } from "../../../backend/machine/real-disk.ts";
import { createRealHttp, type RealHttp } from "../../../backend/machine/real-http.ts";
import { createScopedLog } from "../../../backend/machine/scoped-log.ts";
import { createMovedDisk } from "../disk/moved-disk.ts";
import type { Romm } from "../romm/server.ts";
import { createDyingDisk, type DyingDisk } from "./dying-disk.ts";
import type { WorldTime } from "./time.ts";

export const appId = 3_000_000_001 as AppId;

/** A backend in this process: the real engine, documents and client on real files and real HTTP; only time and the process table are told. */
export interface EngineDeck {
  name: string;
  savePath: string;
  api: Backend["api"];
  care: Backend["care"];
  state: OpenState;
  disk: DyingDisk;
  /** The addresses that the machine has. */
  network: { addresses: string };
  /** What the process table shows. */
  processes: ProcessView[];
  /** Files that a process holds open, by path. */
  held: Set<string>;
  /** The kinds of what the player was told; `told` has it whole. */
  notices: string[];
  told: unknown[];
  /** The log, entry by entry. */
  log: string[];
  /** Of these, level `error`. */
  errors: string[];
  /** What the backend told the panel, by name. */
  events: string[];
  /** Which parts it said have changed, event by event. */
  changes: ChangedPart[][];
  /** Appends a play session as an emulator would. */
  play(session: string): Promise<void>;
  write(text: string): Promise<void>;
  save(): Promise<string | null>;
  keptCopies(): Promise<string[]>;
  /** What the backend does by itself after a start. */
  start(): void;
  /** A new process on the same folders, as after a crash. */
  restart(): Promise<EngineDeck>;
  sync(): Promise<SyncLine>;
  exit(): Promise<SyncLine | null>;
}

export interface DeckOptions {
  name: string;
  /** Of this Deck alone. */
  folder: string;
  romm: Romm;
  romId: number;
  time: WorldTime;
  /** The save is a set of files with these extensions; else it is `Game.srm`. */
  extensions?: string[];
  /** Where else its save is, below the Deck's folder. */
  save?: (folder: string) => SaveLocation;
  /** Where the machine tells of its mounts and cards; absent: it does not. */
  roots?: { procRoot: string; uuidFolder: string; cardRoots: string[] };
  /** Of which machine it is; two of one name are Decks that were cloned, machine-id and all. */
  machine?: string;
  /** What it calls its own folder and its RomM: then its files are the same wherever and whenever it is played. */
  guise?: { folder: string; origin: string };
  /** Of its folders below `data` and `settings`, as Decky names them; else those are its own. */
  pluginName?: string;
}

/** Signed in, with one shortcut registered for the rom. */
export async function setupDeck(options: DeckOptions): Promise<EngineDeck> {
  await mkdir(join(options.folder, "saves"), { recursive: true });
  await writeFile(join(options.folder, "machine-id"), `machine of ${options.name}\n`);
  const deck = await openDeck(options);
  const { origin, folder } = options.guise ?? { origin: options.romm.origin, folder: options.folder };
  expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token: options.romm.token } }));
  const { extensions } = options;
  const save: SaveLocation = options.save
    ? options.save(folder)
    : extensions
      ? {
          kind: "files",
          folder: join(folder, "saves"),
          match: { stem: "Game", extensions },
          emulator: "retroarch",
        }
      : { kind: "file", path: deck.savePath, emulator: "retroarch" };
  const romId = options.romId as RomId;
  expectOk(await deck.api.registerShortcuts({ bindings: [{ appId, romId, name: "Game", save }] }));
  return deck;
}

/** A backend on what stands in its folder. */
export async function openDeck(options: DeckOptions): Promise<EngineDeck> {
  const { name, time, guise } = options;
  const folder = guise?.folder ?? options.folder;
  const realDisk = createRealDisk();
  const disk = createDyingDisk(
    guise ? createMovedDisk(realDisk, { seen: folder, stands: options.folder }) : realDisk,
  );
  const clock = time.clock();
  const documents = { disk, clock, log: silentLog };
  const runtimeFolder = join(folder, "data", options.pluginName ?? "");
  const settingsFolder = join(folder, "settings", options.pluginName ?? "");
  const state = await openStateStore(documents, { folder: runtimeFolder });
  const settings = await openSettings(documents, { folder: settingsFolder });
  const credentials = await openCredentials(documents, { folder: settingsFolder });
  const access = await openAccessBook(documents, { folder: settingsFolder });
  const network = { addresses: "wlan0 192.168.1.20" };
  const processes: ProcessView[] = [];
  const held = new Set<string>();
  const notices: string[] = [];
  const told: unknown[] = [];
  const events: string[] = [];
  const changes: ChangedPart[][] = [];
  const errors: string[] = [];
  const lines: string[] = [];
  const log = createScopedLog((entry) => {
    const line = asText(entry);
    lines.push(line);
    if (entry.level === "error") errors.push(line);
  }, clock.now);
  const backend = assemble({
    ...{ disk, clock, state, settings, credentials, access, log },
    environment: {
      ...{
        settingsFolder,
        runtimeFolder,
        logFolder: folder,
        ...(options.roots ?? { procRoot: "/nonexistent" }),
        flatpakRoot: "/nonexistent",
        lanAddress: () => null,
        addresses: () => network.addresses,
        version: "0.0.0",
      },
      homeFolder: join(folder, "home"),
      device: { hostname: `savepoint-${options.machine ?? name}`, platform: "Linux", name: `Deck ${name}` },
    },
    http: toRomm(createRealHttp({ userAgent: "Savepoint/test" }), options),
    processes: {
      list: async () => [...processes],
      isHeldOpen: async (file) => {
        const stats = await Promise.all([...held].map((path) => realDisk.stat(path)));
        return stats.some((stat) => stat?.inode === file.inode);
      },
    },
    watchFolder: watchRealFolder,
    restart: () => void events.push("restart"),
    emit: (event, payload) => {
      events.push(event);
      if ("parts" in payload) changes.push(payload.parts);
      if (event === "notice" && "kind" in payload) notices.push(payload.kind);
      if (event === "notice") told.push(payload);
    },
  });
  const savePath = join(folder, "saves", "Game.srm");
  const realSavePath = join(options.folder, "saves", "Game.srm");
  const { api, care } = backend;
  return {
    ...{
      name,
      savePath,
      api,
      care,
      state,
      disk,
      network,
      processes,
      held,
      notices,
      told,
      events,
      changes,
      errors,
      log: lines,
    },
    play: async (session) => writeFile(realSavePath, `${(await readText(realSavePath)) ?? ""}${session}\n`),
    write: (text) => writeFile(realSavePath, text),
    save: () => readText(realSavePath),
    keptCopies: async () => await readAll(join(options.folder, "data", "history"), ".save"),
    start: backend.start,
    restart: () => openDeck(options),
    async sync() {
      const report = expectOk(await api.syncShortcut({ appId }));
      return expectOne(report.lines);
    },
    async exit() {
      return expectOk(await api.appExited({ appId })).lines[0] ?? null;
    },
  };
}

/** The name that the Deck has for its RomM leads to where it listens now. */
function toRomm(http: RealHttp, { guise, romm }: DeckOptions): RealHttp {
  if (!guise) return http;
  return {
    close: http.close,
    send: (request) => http.send({ ...request, url: request.url.replace(guise.origin, romm.origin) }),
  };
}

export function expectOk<T, E extends { kind: string }>(outcome: Outcome<T, E>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`Refused: ${JSON.stringify(outcome.error)}`);
}

function expectOne<T>(values: T[]): T {
  const [value] = values;
  if (value === undefined || values.length !== 1) throw new Error(`Expected one, got ${values.length}.`);
  return value;
}

async function readText(path: string): Promise<string | null> {
  return await readFile(path, "utf8").catch(() => null);
}

async function readAll(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith(ending)).map((name) => readText(join(folder, name))),
  );
  return texts.filter((text) => text !== null);
}

const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
