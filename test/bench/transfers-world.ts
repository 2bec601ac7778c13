import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import * as v from "valibot";

const run = promisify(execFile);
const stated = v.object({ origin: v.string(), token: v.string() });
const added = v.object({ romId: v.number() });
const finished = v.object({ saveId: v.number(), ms: v.number(), peakBytes: v.number() });

/** What a transfer by a process of its own came to. `ms` is without the start of the process. */
export type Finished = v.InferOutput<typeof finished>;

/** RomM's stand-in with one rom, and the ways of sending and fetching that are compared. Milliseconds. */
export interface TransferWorld {
  upload(path: string): Promise<Finished>;
  download(saveId: number): Promise<Finished>;
  uploadByCurl(path: string): Promise<number>;
  /** `curl | tee | md5sum` */
  downloadByCurl(saveId: number): Promise<number>;
  stop(): Promise<void>;
}

/** As `main.py` starts the backend. */
const nodeOptions = ["--max-semi-space-size=1"];

export async function startTransferWorld(folder: string): Promise<TransferWorld> {
  const standIn = join(import.meta.dirname, "../world/romm/main.ts");
  const server = spawn(process.execPath, [standIn, "--folder", join(folder, "romm")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? "null");
  const { origin, token } = v.parse(stated, await nextLine());
  server.stdin.write(`${JSON.stringify({ rom: { platform: "snes", fsName: "Game.sfc", name: "Game" } })}\n`);
  const { romId } = v.parse(added, await nextLine());
  let transfers = 0;

  async function transfer(job: { path: string } | { saveId: number }): Promise<Finished> {
    const own = join(folder, `transfer-${transfers++}`);
    mkdirSync(own);
    const text = JSON.stringify({ origin, token, romId, folder: own, slot: `slot ${transfers}`, ...job });
    const { stdout } = await run(process.execPath, [...nodeOptions, processPath, text]);
    rmSync(own, { recursive: true });
    return v.parse(finished, JSON.parse(stdout));
  }

  async function curl(command: string, ...parameters: string[]): Promise<number> {
    const start = performance.now();
    await run("bash", [
      "-o",
      "pipefail",
      "-c",
      command,
      "bash",
      `Authorization: Bearer ${token}`,
      ...parameters,
    ]);
    return performance.now() - start;
  }

  return {
    upload: (path) => transfer({ path }),
    download: (saveId) => transfer({ saveId }),
    uploadByCurl: (path) =>
      curl(
        'curl -sSf -o /dev/null -H "$1" -F "saveFile=@$2;filename=Game.srm" "$3"',
        path,
        `${origin}/api/saves?rom_id=${romId}&slot=${encodeURIComponent(`slot ${transfers++}`)}&emulator=retroarch`,
      ),
    downloadByCurl: (saveId) =>
      curl(
        'curl -sSf -H "$1" "$2" | tee "$3" | md5sum',
        `${origin}/api/saves/${saveId}/content?optimistic=false`,
        join(folder, "fetched"),
      ),
    async stop() {
      server.stdin.end();
      await once(server, "close");
    },
  };
}

const processPath = join(import.meta.dirname, "transfers-process.ts");

/** Bytes that no save of another run has: RomM answers equal ones without storing them. */
export async function writeSave(path: string, sizeBytes: number): Promise<void> {
  const block = crypto.getRandomValues(new Uint8Array(64 * 1024));
  const file = await open(path, "w");
  for (let at = 0; at < sizeBytes; at += block.byteLength) await file.write(block);
  await file.close();
}
