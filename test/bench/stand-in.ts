import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";

export interface StandIn {
  origin: string;
  token: string;
  addRom(fsName: string): Promise<number>;
  countRequests(): Promise<number>;
  tell(command: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** RomM's stand-in in a process of its own, so that its work is not the backend's. */
export async function startStandIn(folder: string): Promise<StandIn> {
  const program = join(import.meta.dirname, "../world/romm/main.ts");
  const child = spawn(process.execPath, [program, "--folder", folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? "null");
  const tell = async (command: object) => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    return await next();
  };
  const stated = v.parse(v.object({ origin: v.string(), token: v.string() }), await next());
  return {
    ...stated,
    tell,
    addRom: async (fsName) =>
      v.parse(v.object({ romId: v.number() }), await tell({ rom: { platform: "gba", fsName } })).romId,
    countRequests: async () =>
      v.parse(v.object({ requests: v.array(v.unknown()) }), await tell({ requests: true })).requests.length,
    async stop() {
      child.stdin.end();
      await once(child, "close");
    },
  };
}
