import { setTimeout as wait } from "node:timers/promises";
import * as v from "valibot";
import type { Kind } from "./behaviour.ts";
import { createBench, read, type Target } from "./bench.ts";

export interface RealServer {
  /** Such as `https://romm.example`, without `/api`. */
  origin: string;
  token: string;
  /** A rom of the library; its saves in slots that the suite does not make are never touched. */
  romId: number;
}

const heartbeatShape = v.object({ SYSTEM: v.object({ VERSION: v.string() }) });

/** A server that is not ours, told what kind it is by asking it. */
export async function openRealServer(
  server: RealServer,
  nextSecond: () => Promise<void> = () => wait(1200),
): Promise<{ kind: Kind; target: Target }> {
  const target: Target = { ...server, transport: fetch, rules: null, nextSecond };
  const probe = createBench(target, "probe");
  const { SYSTEM } = read(heartbeatShape, await probe.send("GET", "/api/heartbeat", { authorization: null }));
  const rom = await probe.send("GET", `/api/roms/${server.romId}`);
  if (rom.status !== 200)
    throw new Error(`Rom ${server.romId} answers ${rom.status}: ${rom.text.slice(0, 200)}`);
  try {
    const { id } = await probe.save({ slot: probe.slot() });
    // Only PostgreSQL gives the fraction of a second back.
    const profile = /\.\d/.test((await probe.row(id)).updated_at) ? "postgres" : "mariadb";
    return { kind: { profile, version: SYSTEM.VERSION, isOurs: false }, target };
  } finally {
    await probe.cleanUp();
  }
}
