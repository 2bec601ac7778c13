import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import type { Identity } from "./certificates.ts";

/** TLS in front of a server, as a proxy at its door gives it. */
export interface TlsFront {
  /** `https://127.0.0.1:<port>` */
  origin: string;
  port: number;
  /** What was sent to it inside TLS, so far. */
  received(): string;
  /** Shows another certificate from now on. */
  show(identity: Identity): void;
  stop(): Promise<void>;
}

/** Passes what it decrypts to `target`, an origin of plain HTTP. With `clientAuthority`, only who shows a certificate of it may in. */
export async function startTlsFront(p: {
  target: string;
  identity: Identity;
  clientAuthority?: string;
  host?: string;
}): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  const { hostname, port: targetPort } = new URL(p.target);
  const server = createServer({
    ...toContext(p.identity),
    ...(p.clientAuthority !== undefined && {
      ...{ ca: p.clientAuthority, requestCert: true, rejectUnauthorized: true },
    }),
  });
  server.on("secureConnection", (outside: TLSSocket) => {
    const inside = connect(Number(targetPort), hostname);
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    outside.on("data", (chunk) => chunks.push(chunk));
    outside.pipe(inside).pipe(outside);
    outside.once("close", () => inside.destroy());
    inside.once("close", () => outside.destroy());
  });
  server.on("tlsClientError", () => undefined);
  const host = p.host ?? "127.0.0.1";
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    ...{ origin: `https://${host.includes(":") ? `[${host}]` : host}:${port}`, port },
    received: () => Buffer.concat(chunks).toString("latin1"),
    show: (identity) => server.setSecureContext(toContext(identity)),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function toContext({ certificate, key }: Identity) {
  return { cert: certificate, key };
}
