import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** One text message each way; the other side is a browser. */
export interface WebSocketPeer {
  send(text: string): void;
  onMessage(listener: (text: string) => void): void;
  /** Called once, whoever closed. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Answers the handshake of RFC 6455; null, with the socket gone, if the request is none. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): WebSocketPeer | null {
  const key = request.headers["sec-websocket-key"];
  if (request.headers.upgrade?.toLowerCase() !== "websocket" || key === undefined) {
    socket.destroy();
    return null;
  }
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return createPeer(socket, head);
}

const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };

function createPeer(socket: Duplex, head: Buffer): WebSocketPeer {
  const messageListeners: ((text: string) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let unread = head;
  let fragments: Buffer[] = [];
  let isClosed = false;

  const receive = (frame: Frame) => {
    if (frame.opcode === opcodes.close) return void socket.end(encodeFrame(opcodes.close, frame.payload));
    if (frame.opcode === opcodes.ping) return void socket.write(encodeFrame(opcodes.pong, frame.payload));
    if (frame.opcode !== opcodes.text && frame.opcode !== opcodes.continuation) return;
    fragments.push(frame.payload);
    if (!frame.isLast) return;
    const text = Buffer.concat(fragments).toString("utf8");
    fragments = [];
    for (const listener of messageListeners) listener(text);
  };
  const read = (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes]);
    for (let frame = decodeFrame(unread); frame !== null; frame = decodeFrame(unread)) {
      unread = unread.subarray(frame.sizeBytes);
      receive(frame);
    }
  };
  const closed = () => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  };
  socket.on("data", read);
  socket.once("close", closed);
  socket.once("end", () => socket.end());
  socket.on("error", () => socket.destroy());
  queueMicrotask(() => read(Buffer.alloc(0)));

  return {
    send: (text) => {
      if (!isClosed) socket.write(encodeFrame(opcodes.text, Buffer.from(text, "utf8")));
    },
    onMessage: (listener) => messageListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
    close: () => socket.destroy(),
  };
}

interface Frame {
  opcode: number;
  isLast: boolean;
  payload: Buffer;
  /** Of the whole frame, header included. */
  sizeBytes: number;
}

/** Null: not all of the frame has arrived. A client's frames are always masked. */
function decodeFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const first = bytes.readUInt8(0);
  const shortLength = bytes.readUInt8(1) & 0x7f;
  const lengthBytes = shortLength === 126 ? 2 : shortLength === 127 ? 8 : 0;
  const start = 2 + lengthBytes + 4;
  if (bytes.length < start) return null;
  const length =
    lengthBytes === 0
      ? shortLength
      : lengthBytes === 2
        ? bytes.readUInt16BE(2)
        : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return null;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + length));
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload, sizeBytes: start + length };
}

/** A server's frames are never masked and never split here. */
function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const head = [0x80 | opcode];
  if (payload.length < 126) head.push(payload.length);
  else if (payload.length < 65536) head.push(126, payload.length >> 8, payload.length & 0xff);
  else {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(payload.length));
    head.push(127, ...length);
  }
  return Buffer.concat([Buffer.from(head), payload]);
}
