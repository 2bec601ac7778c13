import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TriedCall } from "./romm-calls.ts";

/** What can go wrong between the client and RomM, played by a real server. */
export type Fault =
  | "none"
  | "refused"
  | "dns"
  | "slow"
  | "stalls in headers"
  | "stalls in body"
  | "cut in headers"
  | "cut in body"
  | "too long"
  | "too short"
  | "401"
  | "403"
  | "proxy's HTML 401"
  | "proxy's HTML 404"
  | "RomM's unknown route 404"
  | "entity 404"
  | "409"
  | "413"
  | "422"
  | "429"
  | "500 text"
  | "502 HTML"
  | "login page with 200"
  | "redirect elsewhere"
  | "gzip garbage"
  | "not HTTP"
  | "wrong shape"
  | "wrong items";

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  happy: TriedCall["happy"];
  /** The origin that a redirect leads to. */
  elsewhere: string;
}

const html = "<!DOCTYPE html><html><body>Welcome</body></html>";

/** `refused` and `dns` need no server: the client is given an address where none is. */
const players: Record<Exclude<Fault, "refused" | "dns">, (exchange: Exchange) => void> = {
  none: ({ response, happy }) => answer(response, happy.status ?? 200, bodyOf(happy), headersOf(happy)),
  slow: () => {
    // Never answers.
  },
  "stalls in headers": ({ response }) => void response.socket?.write("HTTP/1.1 200 OK\r\nContent-"),
  "stalls in body": ({ response, happy }) => {
    response.writeHead(200, { ...headersOf(happy), "content-length": "5000" });
    response.write(bodyOf(happy));
  },
  "cut in headers": ({ response }) => void response.socket?.end("HTTP/1.1 200 OK\r\nContent-"),
  "cut in body": ({ response, happy }) => {
    response.writeHead(200, { ...headersOf(happy), "content-length": "5000" });
    response.write(bodyOf(happy), () => response.socket?.destroy());
  },
  "too long": ({ response, happy }) => {
    const head = Object.entries({ ...headersOf(happy), "content-length": bodyOf(happy).length });
    const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    response.socket?.write(`HTTP/1.1 200 OK\r\n${lines}\r\n${bodyOf(happy)}and more`);
  },
  "too short": ({ response, happy }) => {
    const body = bodyOf(happy);
    answer(response, 200, body.slice(0, Math.floor(body.length / 2)), headersOf(happy));
  },
  "401": ({ response }) => refuse(response, 401, "Not authenticated"),
  "403": ({ response }) => refuse(response, 403, "Forbidden"),
  "proxy's HTML 401": ({ response }) => answer(response, 401, html, { "content-type": "text/html" }),
  "proxy's HTML 404": ({ response }) => answer(response, 404, html, { "content-type": "text/html" }),
  "RomM's unknown route 404": ({ response }) => refuse(response, 404, "Not Found"),
  "entity 404": ({ request, response }) => refuse(response, 404, goneDetail(request.url ?? "")),
  "409": ({ response }) => refuse(response, 409, "Slot has a newer save since your last sync"),
  "413": ({ response }) => refuse(response, 413, "Request body exceeds 536870912 bytes"),
  "422": ({ response }) =>
    refuse(response, 422, [{ loc: ["query", "rom_id"], msg: "Field required", type: "missing" }]),
  "429": ({ response }) => refuse(response, 429, "Too many attempts", { "retry-after": "60" }),
  "500 text": ({ response }) =>
    answer(response, 500, "Internal Server Error", { "content-type": "text/plain" }),
  "502 HTML": ({ response }) => answer(response, 502, html, { "content-type": "text/html" }),
  "login page with 200": ({ response }) => answer(response, 200, html, { "content-type": "text/html" }),
  "redirect elsewhere": ({ request, response, elsewhere }) =>
    answer(response, 302, "", { location: `${elsewhere}${request.url}` }),
  "gzip garbage": ({ response, happy }) =>
    answer(response, 200, "this is no gzip", { ...headersOf(happy), "content-encoding": "gzip" }),
  "not HTTP": ({ response }) => void response.socket?.end("220 mail.example ESMTP\r\n"),
  "wrong shape": ({ response }) => answer(response, 200, JSON.stringify({ unexpected: true }), json),
  "wrong items": ({ response }) => answer(response, 200, JSON.stringify([{ unexpected: true }]), json),
};

const json = { "content-type": "application/json" };

function bodyOf({ body }: TriedCall["happy"]): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function headersOf({ headers }: TriedCall["happy"]): Record<string, string> {
  return headers ?? json;
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string>,
): void {
  response.writeHead(status, { ...headers, "content-length": String(body.length) });
  response.end(body);
}

function refuse(
  response: ServerResponse,
  status: number,
  detail: unknown,
  headers: Record<string, string> = {},
) {
  answer(response, status, JSON.stringify({ detail }), { ...json, ...headers });
}

/** RomM names the first thing of the request that it misses. */
function goneDetail(url: string): string {
  const [, device] = /\/api\/devices\/([^/?]+)/.exec(url) ?? [];
  if (device !== undefined) return `Device with ID ${device} not found`;
  const [, user] = /\/api\/users\/(\d+)/.exec(url) ?? [];
  if (user !== undefined) return "User not found";
  const [, save] = /\/api\/saves\/(\d+|delete)/.exec(url) ?? [];
  if (save !== undefined) return `Save with ID ${save} not found`;
  return "Rom with id '7' not found";
}

export interface FaultServer {
  origin: string;
  play(fault: keyof typeof players, happy: TriedCall["happy"], elsewhere?: string): void;
  /** Header lists of all requests so far. */
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
  stop(): Promise<void>;
}

/** A server on the loopback that answers everything with one fault. */
export async function startFaultServer(): Promise<FaultServer> {
  let player: (exchange: Exchange) => void = players.none;
  let happy: TriedCall["happy"] = { body: null };
  let elsewhere = "http://127.0.0.1:1";
  const requests: FaultServer["requests"] = [];
  const server = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(body).toString("utf8") });
    player({ request, response, happy, elsewhere });
  });
  await listen(server);
  return {
    origin: originOf(server),
    requests,
    play(fault, nextHappy, nextElsewhere = elsewhere) {
      [player, happy, elsewhere] = [players[fault], nextHappy, nextElsewhere];
    },
    stop: () => close(server),
  };
}

export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
