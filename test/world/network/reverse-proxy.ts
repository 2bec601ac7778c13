import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What stands in front of a RomM at somebody's home, in an office or in a hotel. */
export interface FrontDoor {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  port: number;
  /** Everything that was asked, with what it carried. */
  requests: { method: string; url: string; headers: IncomingMessage["headers"] }[];
  stop(): Promise<void>;
}

export interface ReverseProxy {
  /** An origin of plain HTTP. */
  target: string;
  /** RomM is below it, such as `/romm`; anything else is a page of the proxy's own. */
  basePath?: string;
  /** Larger bodies are refused with nginx's 413, which tells no limit. */
  bodyLimitBytes?: number;
  /** Without these headers it sends to the login of another host, as Cloudflare Access does. */
  demands?: { headers: Record<string, string>; loginUrl: string };
  port?: number;
  host?: string;
}

const html = { "content-type": "text/html" };

/** A reverse proxy as nginx or Traefik is set up at homes. */
export async function startReverseProxy(p: ReverseProxy): Promise<FrontDoor> {
  return await startDoor(p, (incoming, outgoing) => {
    const { demands, bodyLimitBytes = Number.POSITIVE_INFINITY, basePath = "" } = p;
    const isKnown = Object.entries(demands?.headers ?? {}).every(
      ([name, value]) => incoming.headers[name.toLowerCase()] === value,
    );
    if (demands && !isKnown) return void outgoing.writeHead(302, { location: demands.loginUrl }).end();
    const path = incoming.url ?? "/";
    if (path !== basePath && !path.startsWith(`${basePath}/`)) {
      return void outgoing.writeHead(404, html).end("<html><body>Nothing here</body></html>");
    }
    if (Number(incoming.headers["content-length"] ?? 0) > bodyLimitBytes) {
      incoming.resume();
      const page = "<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>";
      return void outgoing.writeHead(413, html).end(page);
    }
    pass({ incoming, outgoing }, new URL(path.slice(basePath.length) || "/", p.target));
  });
}

/**
 * Answers everything in RomM's place: a Wi-Fi's portal that sends to its page (`redirect`) or is that page (`page`), or
 * a login with status 200.
 */
export async function startPortal(p: { kind: "redirect" | "page"; to?: string }): Promise<FrontDoor> {
  return await startDoor({}, (_, outgoing) => {
    if (p.kind === "redirect") {
      return void outgoing.writeHead(302, { location: p.to ?? "http://portal.invalid/welcome" }).end();
    }
    outgoing.writeHead(200, html).end("<!doctype html><html><body>Accept our terms</body></html>");
  });
}

/** Sends everything to the same path elsewhere, as a proxy that knows only `https:` does. */
export async function startForwarder(p: { to: string; status?: number; host?: string }): Promise<FrontDoor> {
  return await startDoor(p, (incoming, outgoing) => {
    outgoing.writeHead(p.status ?? 301, { location: `${p.to}${incoming.url}` }).end();
  });
}

async function startDoor(
  place: { port?: number; host?: string },
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<FrontDoor> {
  const requests: FrontDoor["requests"] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    requests.push({ method, url, headers });
    answer(incoming, outgoing);
  });
  const host = place.host ?? "127.0.0.1";
  server.listen(place.port ?? 0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    ...{ origin: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, port, requests },
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pass(
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
  target: URL,
): void {
  const { method, headers } = incoming;
  const onwards = request(target, { method: method ?? "GET", headers: { ...headers, host: target.host } });
  onwards.on("response", (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  onwards.on("error", () => outgoing.destroy());
  incoming.pipe(onwards);
}
