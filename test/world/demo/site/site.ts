import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import { serveDecks } from "../../steam/serve-decks.ts";
import type { DeckName, DemoWorld } from "../demo-world.ts";
import { openDoor } from "./deck-door.ts";
import { sendPageFile } from "./page-files.ts";
import { createWorldFeed, type WorldFeed } from "./world-feed.ts";

/** A page with both Decks on it. */
export interface DemoSite {
  readonly url: string;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1. `onIdle` is called once no page was open for `idleMs`, counted from the last one that closed. */
export async function startSite(
  world: DemoWorld,
  p: { idleMs: number; onIdle: () => void },
): Promise<DemoSite> {
  let idle: NodeJS.Timeout | undefined;
  const feed = createWorldFeed(world, (openPages) => {
    clearTimeout(idle);
    if (openPages === 0) idle = setTimeout(p.onIdle, p.idleMs);
  });
  const decks = serveDecks(new Map(world.decks().map((deck) => [deck.name, openDoor(deck)])));
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The page has no port.");
  const host = `127.0.0.1:${address.port}`;

  const upgraded = new Set<Duplex>();
  server.on("request", (request, response) => {
    if (!isOurs(request, host)) response.writeHead(403).end();
    else if (!decks.handleRequest(request, response)) answer(request, response, { world, feed });
  });
  server.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    if (!isOurs(request, host) || !decks.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return {
    url: `http://${host}`,
    stop: async () => {
      clearTimeout(idle);
      feed.stop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

/** A browser lets any site send requests to this machine; only our own pages may look at the Decks or steer them. */
function isOurs({ headers }: IncomingMessage, host: string): boolean {
  return headers.host === host && (headers.origin === undefined || headers.origin === `http://${host}`);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { world, feed }: { world: DemoWorld; feed: WorldFeed },
): Promise<void> {
  try {
    const asked = `${request.method} ${request.url}`;
    const name = /^POST \/network\/([ab])$/.exec(asked)?.[1];
    if (name !== undefined) await switchNetwork(world, name === "a" ? "a" : "b", request, response);
    else if (asked === "GET /world") feed.add(response);
    else await sendPageFile(request.url ?? "/", response);
    if (name !== undefined) feed.touch();
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}

/** The body is `on` or `off`; off is a Deck whose connections break and are refused. */
async function switchNetwork(
  world: DemoWorld,
  name: DeckName,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.concat(await request.toArray()).toString();
  const wanted = v.parse(v.picklist(["on", "off"]), body);
  const { network } = world.deck(name);
  await (wanted === "on" ? network.restore() : network.refuse());
  response.writeHead(204).end();
}
