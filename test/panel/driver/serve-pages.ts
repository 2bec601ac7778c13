import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type DeckDoor, serveDecks } from "../../world/steam/serve-decks.ts";

/** Serves the stand-in page for some Decks on a free port of loopback. */
export async function servePages(
  decks: ReadonlyMap<string, DeckDoor>,
): Promise<{ origin: string; stop(): Promise<void> }> {
  const pages = serveDecks(decks);
  const server = createServer((request, response) => {
    if (!pages.handleRequest(request, response)) response.writeHead(404).end();
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on("upgrade", (request, socket, head) => {
    sockets.add(socket);
    if (!pages.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
