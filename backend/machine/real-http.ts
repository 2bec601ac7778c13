import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import * as https from "node:https";
import type { LookupFunction } from "node:net";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Http, HttpError, type HttpRequest, type HttpResponse, type Trust } from "./http.ts";
import { createLookup } from "./local-names.ts";
import { hasNetwork, isLoopback } from "./networks.ts";
import { http } from "./node-http.ts";
import { sendBody } from "./send-body.ts";
import { createSocketPools, type SocketPools, type Target } from "./socket-pools.ts";

/** `close` ends every connection, also those in use. */
export type RealHttp = Http & { close(): void };

/** HTTP over the machine's network: at most four connections per origin, bodies streamed, redirects not followed. */
export function createRealHttp(options: {
  userAgent: string;
  connectTimeoutMs?: number;
  /** Whether this machine is in any network at all. */
  hasNetwork?: () => boolean;
  /** How a name becomes an address. */
  lookup?: LookupFunction;
}): RealHttp {
  const pools = createSocketPools(options.lookup ?? createLookup());
  const deps: Deps = {
    pools,
    userAgent: options.userAgent,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    hasNetwork: options.hasNetwork ?? hasNetwork,
    known: new WeakSet(),
  };
  return {
    send: (request) => sendTwiceIfStale(deps, request),
    close: () => pools.close(),
  };
}

interface Deps {
  pools: SocketPools;
  userAgent: string;
  connectTimeoutMs: number;
  hasNetwork: () => boolean;
  /** Connections that have carried a request before. */
  known: WeakSet<object>;
}

/** A kept connection may have been closed by the server meanwhile; only a GET can be sent again without harm. */
async function sendTwiceIfStale(deps: Deps, request: HttpRequest): Promise<HttpResponse> {
  const first = createExchange(deps, request);
  try {
    return await first.response;
  } catch (error) {
    const isStale = error instanceof HttpError && error.code === "broken" && first.progress.isReused;
    if (!isStale || request.method !== "GET" || request.body !== undefined) throw error;
    deps.pools.dropIdle(targetOf(request));
    return await createExchange(deps, request).response;
  }
}

/** What is known of an exchange when it fails. */
interface Progress {
  /** From here on, bytes of the request may have reached the server. */
  isConnected: boolean;
  isReused: boolean;
  /** The first thing that went wrong; later ones are its consequences. */
  failure: unknown;
  /** What the request's own body threw. */
  bodyFailure: { cause: unknown } | null;
}

function createExchange(
  deps: Deps,
  request: HttpRequest,
): { response: Promise<HttpResponse>; progress: Progress } {
  const progress: Progress = { isConnected: false, isReused: false, failure: null, bodyFailure: null };
  if (request.signal.aborted) {
    return { progress, response: Promise.reject(new HttpError("aborted", request.signal.reason)) };
  }
  const outgoing = open(deps, request);
  const response = new Promise<HttpResponse>((resolve, reject) => {
    const fail = (cause: unknown) => {
      progress.failure ??= cause;
      const error = toError(progress);
      reject(isWithoutNetwork(deps, request, error) ? new HttpError("no-network", cause) : error);
    };
    outgoing.on("error", fail);
    outgoing.once("response", (incoming) => {
      outgoing.off("close", failUnanswered);
      resolve(toResponse(outgoing, progress, incoming));
    });
    const failUnanswered = () => fail(new Error("The connection was closed without an answer."));
    outgoing.once("close", failUnanswered);
  });
  watchAbort(outgoing, request.signal, progress);
  watchConnection(deps, outgoing, progress);
  sendBody(outgoing, request.body, (cause) => {
    progress.bodyFailure ??= { cause };
    outgoing.destroy(new Error("The body could not be read."));
  });
  return { response, progress };
}

function open({ pools, userAgent }: Deps, request: HttpRequest): ClientRequest {
  const { url, method, headers, body } = request;
  const target = new URL(url);
  const agent = pools.agentFor(targetOf(request));
  const all: OutgoingHttpHeaders = { "user-agent": userAgent, "accept-encoding": "gzip", ...headers };
  if (body || method !== "GET") all["content-length"] = body?.sizeBytes ?? 0;
  const options = { method, agent, headers: all };
  return target.protocol === "https:" ? https.request(target, options) : http.request(target, options);
}

const systemTrust: Trust = { authority: null, fingerprint: null, clientCertificate: null };

function targetOf({ url, trust = systemTrust }: HttpRequest): Target {
  return { origin: new URL(url).origin, trust };
}

function watchAbort(outgoing: ClientRequest, signal: AbortSignal, progress: Progress): void {
  const abort = () => {
    progress.failure ??= new HttpError("aborted", signal.reason);
    outgoing.destroy(new Error("Aborted."));
  };
  signal.addEventListener("abort", abort, { once: true });
  outgoing.once("close", () => signal.removeEventListener("abort", abort));
}

function watchConnection({ known, connectTimeoutMs }: Deps, outgoing: ClientRequest, progress: Progress) {
  outgoing.once("socket", (socket) => {
    progress.isReused = known.has(socket);
    progress.isConnected = progress.isReused;
    if (progress.isReused) return;
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`No connection within ${connectTimeoutMs} ms.`)),
      connectTimeoutMs,
    );
    outgoing.once("close", () => clearTimeout(timer));
    // Before the TLS handshake has ended, no byte of the request has left.
    socket.once("encrypted" in socket ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      known.add(socket);
      progress.isConnected = true;
    });
  });
}

function toError(progress: Progress): unknown {
  const { bodyFailure, failure, isConnected } = progress;
  if (bodyFailure !== null) return bodyFailure.cause;
  if (failure instanceof HttpError) return failure;
  if (isParseError(failure)) return new HttpError("garbled", failure);
  return new HttpError(isConnected ? "broken" : "refused", failure);
}

function isWithoutNetwork({ hasNetwork }: Deps, { url }: HttpRequest, error: unknown): boolean {
  const isRefused = error instanceof HttpError && error.code === "refused";
  return isRefused && !hasNetwork() && !isLoopback(new URL(url).hostname);
}

function isParseError(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && String(cause.code).startsWith("HPE_");
}

function toResponse(outgoing: ClientRequest, progress: Progress, incoming: IncomingMessage): HttpResponse {
  const isGzip = incoming.headers["content-encoding"]?.trim().toLowerCase() === "gzip";
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || (isGzip && /^content-(length|encoding)$/.test(name))) continue;
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const bytes = readAll(outgoing, progress, incoming);
  return { status: incoming.statusCode ?? 0, headers, body: isGzip ? gunzip(bytes) : bytes };
}

async function* readAll(
  outgoing: ClientRequest,
  progress: Progress,
  incoming: IncomingMessage,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of incoming) yield chunk;
  } catch (cause) {
    progress.failure ??= cause;
    throw toError(progress);
  } finally {
    // The answer came before the request was sent in full: nobody reads the rest.
    if (!outgoing.writableFinished) outgoing.destroy();
  }
  // Bytes beyond the announced length are reported on the request, after the body seemed whole.
  if (isParseError(progress.failure)) throw toError(progress);
}

async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  pipeline(Readable.from(bytes, { objectMode: false }), unpacked, () => {
    // A failure reaches the reader through `unpacked`.
  });
  try {
    for await (const chunk of unpacked) yield chunk;
  } catch (cause) {
    throw cause instanceof HttpError ? cause : new HttpError("garbled", cause);
  }
}
