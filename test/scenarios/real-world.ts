import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, type TestContext, vi } from "vitest";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { SyncLine } from "../../backend/contract/saves/sync.ts";
import { pathsOf } from "../../backend/core/shapes/shapes.ts";
import type { AppId, RomId, SaveLocation } from "../../backend/core/vocabulary.ts";
import { makeDeckFolders, startBackend } from "../torture/backend-process.ts";
import { drawAppId } from "../world/deck/game.ts";
import { createNetworkProxy, type NetworkProxy } from "../world/network/proxy.ts";
import { type Romm, startRomm } from "../world/romm/server.ts";
import { createGames, type Games } from "./real-games.ts";
import { createTraps, type Traps } from "./real-traps.ts";

/** A server, and one Deck: a real backend process on real files, with real processes as its games. */
export interface RealWorld {
  appId: AppId;
  savePath: string;
  traps: Traps;
  games: Games;
  /** The Deck's way to the server. */
  network: NetworkProxy;
  server: RealServer;
  /** What the backends told the panel by themselves, oldest first. */
  events: { event: string; payload: unknown }[];
  api(): BackendApi;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** A new backend on the same folders. */
  restart(): void;
  /** SIGKILL, and a new backend on the same folders. */
  killAndRestart(): Promise<void>;
  /** Appends a play session as an emulator would. */
  play(session: string): Promise<void>;
  write(text: string): Promise<void>;
  save(): Promise<string>;
  /** Changes with every touch of the save file, even one that leaves the same bytes. */
  fingerprint(): Promise<string>;
  sync(): Promise<SyncLine>;
  exit(): Promise<SyncLine | null>;
}

/** Other people's doings on the server. */
export interface RealServer {
  romm: Romm;
  /** Texts of the slot's rows, oldest first. */
  rows(): string[];
  /** Another device's newer save. */
  post(content: string | Uint8Array, fileName?: string): void;
  /** The head's content is replaced in place, as RomM's web player does. */
  put(content: string | Uint8Array): void;
  /** The row stays, its file is lost. */
  loseFile(index: number): void;
}

interface RealOptions {
  /** Of the backend, beside what main.py sets. */
  env?: Record<string, string>;
  /** The save is a set of files with these extensions, each of which holds `A1`. */
  extensions?: string[];
  /** The save is so many folders of one id, with some files in each. */
  folderCount?: number;
}

/** Of each folder of a save that is folders. */
export const folderFiles = ["DATA.BIN", "deep/er/MORE.BIN"];

/** The Deck and RomM hold `A1`, and the backend's first look around is over. Everything ends with the test. */
export async function setupRealWorld(context: TestContext, options: RealOptions = {}): Promise<RealWorld> {
  const root = await mkdtemp(join(tmpdir(), "savepoint-real-"));
  context.onTestFinished(() => rm(root, { recursive: true, force: true }));
  const traps = createTraps();
  let elapsedMs = 0;
  const now = () => Date.now() + elapsedMs;
  const romm = await startRomm({ folder: join(root, "romm"), now, breakage: { around: traps.around } });
  const { id: romId } = romm.addRom({ platform: "gba", fsName: `Real world ${root.slice(-6)}.gba` });
  const server = createServer(romm, romId, (ms) => {
    elapsedMs += ms;
  });
  const network = await createNetworkProxy(romm.origin);
  const folders = makeDeckFolders(join(root, "deck"));
  const games = await createGames(root);
  const events: RealWorld["events"] = [];
  const heard = (line: string) => {
    const message = JSON.parse(line);
    if ("event" in message) events.push(message);
  };
  let backend = startBackend(folders, options.env, heard);
  context.onTestFinished(async () => {
    traps.releaseAll();
    await games.endAll();
    await backend.killHard();
    await network.stop();
    await romm.stop();
  });

  const appId = drawAppId();
  const savePath = join(folders.saves, "Game.srm");
  const { extensions, folderCount = 0 } = options;
  const prefix = "ULUS10041";
  const place: SaveLocation =
    folderCount > 0
      ? { kind: "folders", parent: folders.saves, prefix, emulator: "unheard-of" }
      : extensions
        ? {
            kind: "files",
            folder: folders.saves,
            match: { stem: "Game", extensions },
            emulator: "unheard-of",
          }
        : { kind: "file", path: savePath, emulator: "unheard-of" };
  const save = () => readFile(savePath, "latin1");
  const write = (text: string) => writeFile(savePath, text);
  const folderPaths = Array.from({ length: folderCount }, (_, at) =>
    folderFiles.map((file) => join(folders.saves, `${prefix}S${at}`, file)),
  ).flat();
  for (const path of folderCount > 0 ? folderPaths : pathsOf(place)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "A1\n");
  }
  await introduce(backend.api, {
    ...{ origin: network.origin, token: romm.token, romId, appId, save: place },
  });
  const restart = () => {
    backend = startBackend(folders, options.env, heard);
  };
  return {
    ...{ appId, savePath, traps, games, network, server, events, save, write },
    api: () => backend.api,
    kill: () => backend.killHard(),
    restart,
    async killAndRestart() {
      await backend.killHard();
      restart();
    },
    play: async (session) => write(`${await save()}${session}\n`),
    async fingerprint() {
      const { ino, ctimeNs, mtimeNs } = await stat(savePath, { bigint: true });
      return `${ino} ${ctimeNs} ${mtimeNs} ${await save()}`;
    },
    async sync() {
      const outcome = await backend.api.syncShortcut({ appId });
      return (outcome.ok ? outcome.value.lines[0] : null) ?? expect.fail(JSON.stringify(outcome));
    },
    async exit() {
      const outcome = await backend.api.appExited({ appId });
      return outcome.ok ? (outcome.value.lines[0] ?? null) : expect.fail(JSON.stringify(outcome));
    },
  };
}

/** Signs in, registers the game, and waits until the look that follows has sent the first save. */
async function introduce(
  api: BackendApi,
  p: { origin: string; token: string; romId: number; appId: AppId; save: SaveLocation },
): Promise<void> {
  const { origin, token, appId } = p;
  expect(await api.connect({ origin, credentials: { kind: "token", token } })).toMatchObject({ ok: true });
  const bindings = [{ appId, romId: p.romId as RomId, name: "Game", save: p.save }];
  expect(await api.registerShortcuts({ bindings })).toMatchObject({ ok: true });
  await vi.waitFor(
    async () => {
      expect((await api.listShortcuts({}))[0]?.status.kind).toBe("synced");
      expect((await api.getOverview({})).runs.current).toBeNull();
    },
    { timeout: 20_000, interval: 100 },
  );
}

/** Each act has seconds of its own: the server names files by them. */
function createServer(romm: Romm, romId: number, elapse: (ms: number) => void): RealServer {
  const caller = () => {
    const found = romm.rules.authenticate(`Bearer ${romm.token}`);
    return found.ok ? found.value : expect.fail("The token is not known.");
  };
  const list = () => {
    const listed = romm.rules.saves.list(caller(), { romId });
    return listed.ok
      ? [...listed.value].sort((a, b) => a.id - b.id)
      : expect.fail("The listing was refused.");
  };
  const act = (work: () => { ok: boolean }) => {
    elapse(5000);
    expect(work()).toMatchObject({ ok: true });
    elapse(5000);
  };
  const rowAt = (index: number) => list().at(index) ?? expect.fail(`There is no row ${index}.`);
  return {
    romm,
    rows: () =>
      list().map(({ id }) => {
        const content = romm.rules.saves.readContent(caller(), id, {});
        return content.ok ? Buffer.from(content.value.bytes).toString("latin1") : "(no content)";
      }),
    post: (content, fileName = "Game.srm") =>
      act(() =>
        romm.rules.saves.upload(caller(), { romId, slot: "autosave", fileName, bytes: Buffer.from(content) }),
      ),
    put: (content) =>
      act(() => romm.rules.saves.update(caller(), rowAt(-1).id, { bytes: Buffer.from(content) })),
    loseFile(index) {
      const { file_path, file_name } = rowAt(index);
      romm.rules.files.remove(`${file_path}/${file_name}`);
    },
  };
}
