import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { serveDecks } from "../../steam/serve-decks.ts";
import type { DeckName, DemoWorld } from "../demo-world.ts";
import { openDoor } from "./deck-door.ts";
import { deedOf } from "./deeds.ts";
import { sendPageFile } from "./page-files.ts";
import { watchPairing } from "./pairing-watch.ts";
import { createWorldFeed, type WorldFeed } from "./world-feed.ts";
import { createWorldViewer } from "./world-view.ts";

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
  const watched = new Map(world.decks().map((deck) => [deck.name, watchPairing(openDoor(deck))]));
  const decks = serveDecks(new Map([...watched].map(([name, { door }]) => [name, door])));
  const pairingOf = (name: DeckName) => watched.get(name)?.shown() ?? null;
  const feed = createWorldFeed(createWorldViewer(world, pairingOf), world, (openPages) => {
    clearTimeout(idle);
    if (openPages === 0) idle = setTimeout(p.onIdle, p.idleMs);
  });
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
    const deed = deedOf(world, asked);
    if (deed !== null) {
      await deed(Buffer.concat(await request.toArray()).toString());
      response.writeHead(204).end();
      feed.touch();
    } else if (asked === "GET /world") feed.add(response);
    else await sendPageFile(request.url ?? "/", response);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}
