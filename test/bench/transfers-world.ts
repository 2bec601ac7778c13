import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import * as v from "valibot";

const run = promisify(execFile);
const stated = v.object({ origin: v.string() });
const finished = v.object({
  ms: v.number(),
  /** With all that the engine does before it sends. */
  wholeMs: v.number(),
  stages: v.record(v.string(), v.number()),
  peakBytes: v.number(),
});

/** What a transfer by a process of its own came to. Milliseconds, without the start of the process. */
export type Finished = v.InferOutput<typeof finished>;

/** A server of the two routes, and the ways of sending and fetching that are compared. Milliseconds. */
export interface TransferWorld {
  upload(path: string): Promise<Finished>;
  download(sizeMib: number): Promise<Finished>;
  uploadByCurl(path: string): Promise<number>;
  /** `md5sum`, then `cp` and `sync`, then `curl`: what the engine does before and while it sends, by programs. */
  uploadByPrograms(path: string): Promise<number>;
  /** `curl | tee | md5sum` */
  downloadByCurl(sizeMib: number): Promise<number>;
  stop(): Promise<void>;
}

/** As `main.py` starts the backend. */
const nodeOptions = ["--max-semi-space-size=1"];

export async function startTransferWorld(folder: string): Promise<TransferWorld> {
  const program = join(import.meta.dirname, "transfers-server.ts");
  const server = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const { value } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
  const { origin } = v.parse(stated, JSON.parse(value ?? "null"));
  const uploadUrl = `${origin}/api/saves?rom_id=1&slot=autosave&emulator=retroarch`;
  const send = 'curl -sSf -o /dev/null -F "saveFile=@$1;filename=Game.srm" "$2"';
  let transfers = 0;

  async function transfer(job: { path: string } | { saveId: number }): Promise<Finished> {
    const own = join(folder, `transfer-${transfers++}`);
    mkdirSync(own);
    const text = JSON.stringify({ origin, folder: own, ...job });
    const { stdout } = await run(process.execPath, [...nodeOptions, processPath, text]);
    rmSync(own, { recursive: true });
    return v.parse(finished, JSON.parse(stdout));
  }

  async function shell(command: string, ...parameters: string[]): Promise<number> {
    const start = performance.now();
    await run("bash", ["-o", "pipefail", "-c", command, "bash", ...parameters]);
    return performance.now() - start;
  }

  return {
    upload: (path) => transfer({ path }),
    download: (sizeMib) => transfer({ saveId: sizeMib }),
    uploadByCurl: (path) => shell(send, path, uploadUrl),
    async uploadByPrograms(path) {
      const copy = join(folder, "copy");
      const ms = await shell(`md5sum "$1" && cp "$1" "$3" && sync "$3" && ${send}`, path, uploadUrl, copy);
      rmSync(copy);
      return ms;
    },
    async downloadByCurl(sizeMib) {
      const fetched = join(folder, "fetched");
      const source = `${origin}/api/saves/${sizeMib}/content?optimistic=false`;
      const ms = await shell('curl -sSf "$1" | tee "$2" | md5sum', source, fetched);
      rmSync(fetched);
      return ms;
    },
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
