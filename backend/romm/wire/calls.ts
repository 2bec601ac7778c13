import { firstLetters } from "../../core/first-letters.ts";
import { RommError } from "../../core/romm-error.ts";
import type { Clock } from "../../machine/clock.ts";
import { type Http, type HttpBody, HttpError, type HttpResponse, type Trust } from "../../machine/http.ts";
import type { Log } from "../../machine/log.ts";
import type { ByteSource } from "../../ports/save-server.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Call, Calls, Patience, Reply } from "./call.ts";
import { classify, type Failure } from "./classify.ts";
import type { Credentials } from "./credentials.ts";
import { createDeadline, type Deadline } from "./deadline.ts";
import { readText } from "./read-text.ts";

export interface CallsDeps {
  http: Http;
  trust: Trust;
  clock: Clock;
  log: Log;
  credentials: Credentials;
  capabilities: Pick<Capabilities, "tellsForbiddenApart">;
  /** Milliseconds; `transfer`: without any byte moving. */
  patience: Record<Patience, number>;
  /** The server's date as an answer of RomM's told it, in milliseconds since 1970. */
  noteDate: (atMs: number) => void;
}

/** A transfer may take as long as this speed needs, and its patience on top. */
const slowestBytesPerSecond = 16 * 1024;
/** For an answer that does not tell its length. */
const assumedTransferBytes = 64 * 1024 * 1024;
const longestJsonBytes = 64 * 1024 * 1024;
const longestErrorBytes = 64 * 1024;

/** Sends calls to one origin: credentials, limits of time and size, and failures as `RommError`. */
export function createCalls(deps: CallsDeps): Calls {
  return {
    ask: async (call, caller) => {
      const exchange = begin(deps, { call, caller, expectedBytes: sentBytes(call) });
      try {
        return await guard(deps, exchange, ask);
      } finally {
        exchange.deadline.end();
      }
    },
    fetchBytes: (call, caller) =>
      guard(deps, begin(deps, { call, caller, expectedBytes: assumedTransferBytes }), fetchBytes),
  };
}

/** A call on its way. */
interface Exchange {
  call: Call;
  caller: AbortSignal;
  deadline: Deadline;
}

function begin(deps: CallsDeps, p: { call: Call; caller: AbortSignal; expectedBytes: number }): Exchange {
  const firstMs = deps.patience[p.call.patience ?? "quick"];
  const wholeMs = p.call.patience === "transfer" ? transferMs(deps, p.expectedBytes) : firstMs;
  return { ...p, deadline: createDeadline(deps.clock, { firstMs, wholeMs }, p.caller) };
}

/** Carries a failure up to the one place that classifies it. */
class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

async function guard<T>(
  deps: CallsDeps,
  exchange: Exchange,
  work: (deps: CallsDeps, exchange: Exchange) => Promise<T>,
): Promise<T> {
  const { task, method, path } = exchange.call;
  const startedAtMs = deps.clock.monotonic();
  const facts = () => ({
    request: `${method} ${deps.credentials.redact(path, exchange.call)}`,
    ...{ task, tookMs: Math.round(deps.clock.monotonic() - startedAtMs) },
  });
  try {
    const result = await work(deps, exchange);
    deps.log.debug("RomM answered.", facts());
    return result;
  } catch (cause) {
    exchange.deadline.end();
    const error = toError(deps, exchange, cause);
    if (error instanceof RommError) {
      deps.log.info("RomM did not do it.", { ...facts(), code: error.code, why: error.message });
    } else deps.log.debug("A call failed on this side.", { ...facts(), error: String(error) });
    throw error;
  }
}

function transferMs({ patience }: CallsDeps, sizeBytes: number): number {
  return patience.transfer + (sizeBytes / slowestBytesPerSecond) * 1000;
}

function sentBytes({ body }: Call): number {
  return body?.kind === "stream" ? body.sizeBytes : 0;
}

async function ask(deps: CallsDeps, exchange: Exchange): Promise<Reply> {
  const response = await send(deps, exchange);
  const { status } = response;
  const isAnswer = (status >= 200 && status < 300) || exchange.call.alsoAnswers?.includes(status);
  if (!isAnswer) throw await toFailure(deps, response);
  if (status === 204) {
    await readText(response.body, longestErrorBytes);
    return { status, json: null };
  }
  const text = await readText(response.body, longestJsonBytes);
  if (text === null) throw new Failed({ kind: "too-long", status, limitBytes: longestJsonBytes });
  try {
    const json: unknown = JSON.parse(text);
    const atMs = Date.parse(response.headers.date ?? "");
    if (!Number.isNaN(atMs)) deps.noteDate(atMs);
    return { status, json };
  } catch {
    throw new Failed({ kind: "not-json", status, text: firstLetters(text, 100) });
  }
}

async function fetchBytes(deps: CallsDeps, exchange: Exchange): Promise<ByteSource> {
  // Not compressed, so that its length is known beforehand.
  const isPart = exchange.call.isFirstByteOnly === true;
  const range = isPart ? { range: "bytes=0-0" } : {};
  const response = await send(deps, exchange, { "accept-encoding": "identity", ...range });
  if (response.status !== 200 && !(isPart && response.status === 206)) throw await toFailure(deps, response);
  if (!isFile(response)) {
    await readText(response.body, longestErrorBytes);
    const isWebPage = /^(text\/html|application\/xhtml)/i.test(response.headers["content-type"] ?? "");
    throw new Failed({ kind: "not-a-file", status: response.status, isWebPage });
  }
  const sizeBytes = readLength(response);
  exchange.deadline.limitWhole(transferMs(deps, sizeBytes ?? assumedTransferBytes));
  exchange.deadline.restart(deps.patience.transfer);
  return { sizeBytes, chunks: readFile(deps, { exchange, response, sizeBytes }) };
}

async function send(
  { credentials, http, patience, trust }: CallsDeps,
  { call, deadline: { signal, restart } }: Exchange,
  extra: Record<string, string> = {},
): Promise<HttpResponse> {
  const headers = { ...credentials.headersFor(call), ...extra };
  const url = credentials.urlOf(call);
  const request = { method: call.method, url, trust, signal };
  if (call.body === undefined) return await http.send({ ...request, headers });
  const body = toBody(call.body, () => restart(patience.transfer));
  return await http.send({
    ...request,
    headers: { ...headers, "content-type": contentTypeOf(call.body) },
    body,
  });
}

function toBody(body: NonNullable<Call["body"]>, moved: () => void): HttpBody {
  if (body.kind === "stream") return { sizeBytes: body.sizeBytes, chunks: watch(body.chunks, moved) };
  const text =
    body.kind === "json" ? JSON.stringify(body.value) : new URLSearchParams(body.fields).toString();
  const bytes = Buffer.from(text);
  return { sizeBytes: bytes.byteLength, chunks: toChunks(bytes) };
}

function contentTypeOf(body: NonNullable<Call["body"]>): string {
  if (body.kind === "stream") return body.contentType;
  return body.kind === "json" ? "application/json" : "application/x-www-form-urlencoded";
}

async function* toChunks(bytes: Uint8Array) {
  yield bytes;
}

async function* watch(chunks: AsyncIterable<Uint8Array>, moved: () => void) {
  for await (const chunk of chunks) {
    yield chunk;
    moved();
  }
}

async function toFailure({ clock }: CallsDeps, { status, headers, body }: HttpResponse): Promise<Failed> {
  const text = (await readText(body, longestErrorBytes)) ?? "";
  const retryAfterMs = readRetryAfter(headers["retry-after"], clock.now());
  return new Failed({ kind: "status", status, text, retryAfterMs, location: headers.location ?? null });
}

function readRetryAfter(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** RomM sends saves as attachments; a login page or a message with status 200 is not one. */
function isFile({ headers }: HttpResponse): boolean {
  const isAttachment = headers["content-disposition"]?.trim().toLowerCase().startsWith("attachment");
  return (
    isAttachment === true || !/^(text\/html|application\/(xhtml|json))/i.test(headers["content-type"] ?? "")
  );
}

function readLength({ headers }: HttpResponse): number | null {
  const length = headers["content-length"];
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : null;
}

interface FileRead {
  exchange: Exchange;
  response: HttpResponse;
  sizeBytes: number | null;
}

async function* readFile(
  deps: CallsDeps,
  { exchange, response, sizeBytes }: FileRead,
): AsyncGenerator<Uint8Array> {
  let receivedBytes = 0;
  try {
    for await (const chunk of response.body) {
      receivedBytes += chunk.byteLength;
      exchange.deadline.restart(deps.patience.transfer);
      yield chunk;
    }
    if (sizeBytes !== null && receivedBytes !== sizeBytes) {
      throw new Failed({ kind: "cut", expectedBytes: sizeBytes, receivedBytes });
    }
  } catch (cause) {
    throw toError(deps, exchange, cause);
  } finally {
    exchange.deadline.end();
  }
}

/** What is not ours to judge (the disk's errors while a body is read) passes unchanged. */
function toError({ capabilities, credentials }: CallsDeps, exchange: Exchange, cause: unknown): unknown {
  const failure = toFailureKind(exchange, cause);
  if (failure === null) return cause;
  const error = classify(exchange.call, failure, capabilities);
  error.message = credentials.redact(error.message, exchange.call);
  return error;
}

function toFailureKind({ caller, deadline }: Exchange, cause: unknown): Failure | null {
  if (cause instanceof Failed) return cause.failure;
  if (!(cause instanceof HttpError)) return null;
  if (cause.code === "aborted" && deadline.isOver()) return { kind: "late" };
  if (cause.code === "aborted" && caller.aborted) return { kind: "given-up" };
  return { kind: "http", error: cause };
}
