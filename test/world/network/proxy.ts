import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { connect as connectTls } from "node:tls";

/** `open`: bytes pass; `held`: connections stand and nothing moves; `refused`: no connection at all. */
export type NetworkState = "open" | "held" | "refused";

/** A Deck's way to the server, over loopback. What is cut stays cut; what is held goes on where it stood. */
export interface NetworkProxy {
  /** What the Deck takes for the server; stays the same for the proxy's life. */
  readonly origin: string;
  state(): NetworkState;
  /** HTTP requests seen from the Deck so far. */
  requestCount(): number;
  /** Breaks the connections of this moment; new ones pass. */
  cut(): void;
  hold(): void;
  /** What comes from the server passes at so many bytes a second, on each connection. */
  throttle(bytesPerSecond: number): void;
  /** As it was throttled; infinite: not at all. */
  bytesPerSecond(): number;
  /** Breaks the connections of this moment and refuses new ones: the Deck is off the network. */
  refuse(): Promise<void>;
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1, on a port of its own, for plain HTTP, and passes it to the target's origin (HTTP or HTTPS). */
export async function createNetworkProxy(target: string): Promise<NetworkProxy> {
  const sockets = new Set<Socket>();
  let state: NetworkState = "open";
  let requests = 0;
  let bytesPerSecond = Number.POSITIVE_INFINITY;

  const server = createServer((deckSide) => {
    const serverSide = connectTo(new URL(target));
    const mayFlow = () => state !== "held";
    pass(serverSide, deckSide, { mayFlow, bytesPerSecond: () => bytesPerSecond }, (chunk) => chunk);
    pass(deckSide, serverSide, { mayFlow, bytesPerSecond: () => Number.POSITIVE_INFINITY }, (chunk) => {
      if (!startsRequest(chunk)) return chunk;
      requests += 1;
      return addressTo(new URL(target).host, chunk);
    });
    for (const socket of [deckSide, serverSide]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      if (state === "held") socket.pause();
    }
  });
  await listen(server, 0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const { port } = address;

  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const refuse = async () => {
    state = "refused";
    const closed = server.listening ? once(server, "close") : null;
    server.close();
    cut();
    await closed;
  };

  return {
    origin: `http://127.0.0.1:${port}`,
    state: () => state,
    requestCount: () => requests,
    cut,
    hold: () => {
      state = "held";
      for (const socket of sockets) socket.pause();
    },
    bytesPerSecond: () => bytesPerSecond,
    throttle: (limit) => {
      bytesPerSecond = limit;
    },
    refuse,
    restore: async () => {
      state = "open";
      if (!server.listening) await listen(server, port);
      for (const socket of sockets) socket.resume();
    },
    stop: refuse,
  };
}

interface Flow {
  mayFlow: () => boolean;
  /** Infinite: as fast as it comes. */
  bytesPerSecond: () => number;
}

/** Ends and breaks travel to the other side. A slow reader slows its writer down; a held pair stays paused. */
function pass(from: Socket, to: Socket, flow: Flow, change: (chunk: Buffer) => Buffer): void {
  let slowly: Promise<void> | null = null;
  from.on("data", (chunk: Buffer) => {
    if (slowly === null && !Number.isFinite(flow.bytesPerSecond())) {
      if (!to.write(change(chunk))) from.pause();
      return;
    }
    from.pause();
    const before = slowly ?? Promise.resolve();
    slowly = before.then(() => trickle(change(chunk), to, flow)).then(() => void from.resume());
  });
  to.on("drain", () => slowly === null && flow.mayFlow() && from.resume());
  from.once("end", () => void (slowly ?? Promise.resolve()).then(() => to.end()));
  from.on("error", () => to.resetAndDestroy());
}

const sliceBytes = 16 * 1024;

async function trickle(chunk: Buffer, to: Socket, { mayFlow, bytesPerSecond }: Flow): Promise<void> {
  for (let at = 0; at < chunk.byteLength && !to.destroyed; at += sliceBytes) {
    await wait((1000 * sliceBytes) / bytesPerSecond());
    while (!mayFlow() && !to.destroyed) await wait(20);
    to.write(chunk.subarray(at, at + sliceBytes));
  }
}

function connectTo({ protocol, hostname, port }: URL): Socket {
  if (protocol === "http:") return connect(Number(port || 80), hostname);
  return connectTls({ host: hostname, port: Number(port || 443), servername: hostname });
}

/** Servers behind a reverse proxy are chosen by name. */
function addressTo(host: string, head: Buffer): Buffer {
  return Buffer.from(head.toString("latin1").replace(/^(host:) .*$/im, `$1 ${host}`), "latin1");
}

/** The backend never sends a second request before the first is answered, so each begins a chunk. */
function startsRequest(chunk: Buffer): boolean {
  return /^(GET|POST|PUT|DELETE|HEAD|PATCH) \S+ HTTP\/1\.1\r\n/.test(chunk.toString("latin1", 0, 2048));
}

/** A port that was given up for a moment may be busy for a moment; two seconds are given. */
async function listen(server: Server, port: number, tries = 40): Promise<void> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await listen(server, port, tries - 1);
  }
}
