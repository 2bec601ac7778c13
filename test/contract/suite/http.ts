/** Carries one request; `fetch` itself, or a stand-in's without a socket. */
export type Transport = (request: Request) => Promise<Response>;

export type Query = Record<string, string | number | boolean | undefined>;

interface Call {
  query?: Query;
  json?: unknown;
  /** Raw body with its content type. */
  body?: { type: string; bytes: Uint8Array };
  /** An `Authorization` header of its own; null: none. */
  authorization?: string | null;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  text: string;
  /** Undefined: the body is no JSON. */
  json: unknown;
}

type Send = (method: string, path: string, call?: Call) => Promise<Reply>;

/** Plain HTTP of the suite's own: what it finds must not depend on the product's client. */
export function createSend(server: { origin: string; token: string; transport: Transport }): Send {
  return async (method, path, call = {}) => {
    const url = new URL(path, server.origin);
    for (const [name, value] of Object.entries(call.query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const headers = new Headers(call.headers);
    const { authorization = `Bearer ${server.token}` } = call;
    if (authorization !== null) headers.set("authorization", authorization);
    const body = call.json === undefined ? call.body : jsonBody(call.json);
    if (body !== undefined) headers.set("content-type", body.type);
    if (body !== undefined) headers.set("content-length", String(body.bytes.length));
    const request = new Request(url, {
      method,
      headers,
      redirect: "manual",
      body: body === undefined ? null : new Uint8Array(body.bytes),
    });
    const response = await server.transport(request);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return { status: response.status, headers: response.headers, bytes, text, json: parse(text) };
  };
}

export interface Part {
  /** `name="saveFile"; filename="..."`: what follows `form-data; `. */
  disposition: string;
  bytes: Uint8Array;
}

/** A multipart body, byte by byte as a browser writes it. */
export function multipart(parts: Part[]): { type: string; bytes: Uint8Array } {
  const boundary = "savepoint-contract-boundary";
  const chunks = parts.flatMap(({ disposition, bytes }) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`),
    Buffer.from("Content-Type: application/octet-stream\r\n\r\n"),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

export function filePart(field: string, fileName: string, bytes: Uint8Array): Part {
  return { disposition: `name="${field}"; filename="${fileName.replaceAll('"', "%22")}"`, bytes };
}

function jsonBody(value: unknown): { type: string; bytes: Uint8Array } {
  return { type: "application/json", bytes: Buffer.from(JSON.stringify(value)) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
