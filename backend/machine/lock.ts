import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Held until released or until the process dies, however it dies. */
export interface Lock {
  release(): Promise<void>;
}

/** The wait for the lock was ended by the signal. */
export class LockAborted extends Error {
  override readonly name = "LockAborted";
}

const retryDelayMs = 20;

/** The lock's name for a folder; give the real path, so that two ways to one folder meet at one lock. */
export function lockNameOf(realFolderPath: string): string {
  return `savepoint-${createHash("sha256").update(realFolderPath).digest("hex").slice(0, 32)}`;
}

/**
 * Waits until no other process holds `name`, then holds it. Throws `LockAborted` when the signal fires first.
 * The lock is an abstract Unix socket: it has no file to go stale, and the kernel frees it only after the
 * last system call of a killed holder has ended. Lock files and `flock` have no such end or need a native module.
 */
export async function acquireLock(name: string, { signal }: { signal?: AbortSignal } = {}): Promise<Lock> {
  for (;;) {
    if (signal?.aborted) throw new LockAborted(`The wait for ${name} was ended.`);
    const lock = await tryLock(`\0${name}`);
    if (lock) return lock;
    await waitForHolder(`\0${name}`, signal);
  }
}

async function tryLock(path: string): Promise<Lock | null> {
  const waiters = new Set<Socket>();
  const server = createServer((socket) => {
    waiters.add(socket);
    socket.unref();
    socket.on("error", () => {});
    socket.on("close", () => waiters.delete(socket));
    socket.resume();
  });
  if (!(await listen(server, path))) return null;
  server.unref();
  return {
    release: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of waiters) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ path, exclusive: true }, () => resolve(true));
  });
}

/** Stays connected to the holder: the connection ends the moment the holder does. */
async function waitForHolder(path: string, signal: AbortSignal | undefined): Promise<void> {
  const socket = connect({ path });
  const stop = () => socket.destroy();
  signal?.addEventListener("abort", stop, { once: true });
  socket.on("error", () => {});
  socket.resume();
  await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  signal?.removeEventListener("abort", stop);
  // A holder between bind and listen refuses connections: without a pause this would spin.
  if (!signal?.aborted) await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
}
