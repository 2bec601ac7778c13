import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isLocalAddress } from "./networks.ts";
import { http } from "./node-http.ts";

/** A page of this machine for the local network. */
export interface LanPage {
  url: string;
  /** At once, whoever is reading. */
  close(): void;
}

export interface PageAnswer {
  html: string;
  /** Nothing is answered after this one. */
  isLast: boolean;
}

const longestFormBytes = 16 * 1024;

/**
 * One page at one path of one address, for whoever is in the same network; anything else is a bare 404. `answer` gets
 * the form that was sent, or null for a first look. Null: the address cannot be listened on.
 */
export async function openLanPage(p: {
  address: string;
  path: string;
  answer: (form: URLSearchParams | null) => PageAnswer;
}): Promise<LanPage | null> {
  const server = http.createServer({ keepAlive: false, requestTimeout: 20_000, headersTimeout: 10_000 });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  server.on("request", (request, response) => {
    answerRequest(p, request, response).then(
      (isLast) => isLast && response.once("close", close),
      () => response.destroy(),
    );
  });
  try {
    server.listen(0, p.address);
    await once(server, "listening");
  } catch {
    return null;
  }
  server.on("error", close);
  server.unref();
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { url: `http://${p.address.includes(":") ? `[${p.address}]` : p.address}:${port}${p.path}`, close };
}

/** True: that was the last one. */
async function answerRequest(
  p: { path: string; answer: (form: URLSearchParams | null) => PageAnswer },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { method, url, socket } = request;
  const isAsked = url === p.path && (method === "GET" || method === "POST");
  if (!isAsked || !isLocalAddress(socket.remoteAddress ?? "")) {
    response.writeHead(404, { connection: "close" }).end();
    return false;
  }
  const form = method === "POST" ? await readForm(request) : null;
  const { html, isLast } = p.answer(form);
  response.writeHead(200, headers).end(html);
  return isLast;
}

/** Nothing is loaded, framed, kept or told to others, and the form goes nowhere else. */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
};

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > longestFormBytes) throw new Error("The form is too long.");
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
