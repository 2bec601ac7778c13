import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { pageAssets } from "./page-assets.ts";
import { acceptWebSocket, type WebSocketPeer } from "./web-socket.ts";

/** A shortcut as the page shows it. `sessions`: the play sessions in the save file's bytes, oldest first. */
export interface SteamApp {
  appId: number;
  name: string;
  isRunning: boolean;
  sessions: string[];
}

/** One entry of a folder, as Decky's loader tells it. */
export interface ListedFile {
  name: string;
  isdir: boolean;
  realpath: string;
  size: number;
}

/** What lies behind the page of one Deck: the bridge, and the processes that Steam would start. */
export interface DeckDoor {
  /** The bridge's `rpc`; answers its envelope untouched. */
  call(method: string, params: unknown): Promise<unknown>;
  /** Events of the bridge, with their one payload. */
  onEvent(listener: (event: string, payload: unknown) => void): () => void;
  listApps(): Promise<SteamApp[]>;
  /** Resolves when the process was started. */
  launch(appId: number): Promise<void>;
  /** The running game writes one more play session. */
  play(appId: number): Promise<void>;
  /** Resolves when the process has ended. */
  exit(appId: number): Promise<void>;
  /** What Decky's file picker reads; rejects with the system's own words, as Decky does. */
  listFolder(path: string): Promise<ListedFile[]>;
  /** Every change: started, ended (also by itself), session added, save file replaced. */
  onApp(listener: (app: Omit<SteamApp, "name">) => void): () => void;
}

/** Serves `/decks/<name>/` on a server of the caller's. Both functions answer false for what is not theirs. */
export function serveDecks(decks: ReadonlyMap<string, DeckDoor>) {
  return {
    handleRequest: (request: IncomingMessage, response: ServerResponse): boolean => {
      const target = targetOf(request);
      if (target === null || !decks.has(target.deck)) return false;
      if (target.path === null) {
        response.writeHead(308, { location: `/decks/${target.deck}/` }).end();
        return true;
      }
      sendAsset(target.path, response);
      return true;
    },
    handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
      const target = targetOf(request);
      const door = target?.path === "ws" ? decks.get(target.deck) : undefined;
      if (door === undefined) return false;
      const peer = acceptWebSocket(request, socket, head);
      if (peer !== null) connectDeck(peer, door);
      return true;
    },
  };
}

function targetOf(request: IncomingMessage): { deck: string; path: string | null } | null {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const found = /^\/decks\/([a-z0-9-]+)(?:\/(.*))?$/.exec(pathname);
  return found?.[1] === undefined ? null : { deck: found[1], path: found[2] ?? null };
}

async function sendAsset(path: string, response: ServerResponse): Promise<void> {
  const asset = pageAssets.get(path);
  const body = asset === undefined ? null : await readFile(asset.file).catch(() => null);
  if (asset === undefined || body === null) return void response.writeHead(404).end("not here");
  response.writeHead(200, { "content-type": asset.contentType, "cache-control": "no-store" }).end(body);
}

/** The wire's two ends are this and `page/wire.ts`. */
function connectDeck(peer: WebSocketPeer, door: DeckDoor): void {
  const send = (message: unknown) => peer.send(JSON.stringify(message));
  const stopEvents = door.onEvent((event, payload) => send({ event, args: [payload] }));
  const stopApps = door.onApp((app) => send({ event: "steam.app", args: [app] }));
  peer.onClose(() => {
    stopEvents();
    stopApps();
  });
  peer.onMessage((text) => {
    const { id, method, args } = JSON.parse(text);
    answer(door, method, args).then(
      (result) => send({ id, result: result ?? null }),
      (error: unknown) => send({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
}

async function answer(door: DeckDoor, method: unknown, args: unknown[]): Promise<unknown> {
  if (method === "rpc") return door.call(String(args[0]), args[1]);
  if (method === "steam.apps") return door.listApps();
  if (method === "decky.filepicker_ls") return door.listFolder(String(args[0]));
  const { appId } = Object(args[0]);
  if (method === "steam.launch") return door.launch(Number(appId));
  if (method === "steam.play") return door.play(Number(appId));
  if (method === "steam.exit") return door.exit(Number(appId));
  throw new Error(`The page asked for ${String(method)}.`);
}
