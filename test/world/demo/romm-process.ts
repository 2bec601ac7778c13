import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { withDeadline } from "../deck/deadline.ts";

/** The stand-in in its own process: commands are lines down its stdin, each answered by one line. */
export interface StandIn {
  origin: string;
  token: string;
  /** Rejects with the stand-in's own words if it refuses. */
  ask(command: Record<string, unknown>): Promise<void>;
  isHoldingUpload(): boolean;
  /** Ends it by ending its stdin, as the kernel does for us if we are killed. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL("../romm/main.ts", import.meta.url));
const greeting = v.object({ origin: v.string(), token: v.string() });
const holding = v.object({ holding: v.literal(true) });
const reply = v.object({ ok: v.boolean(), error: v.optional(v.string()) });

/** `faults` stand from the first request on. */
export async function startStandIn(p: { folder: string; faults: string[] }): Promise<StandIn> {
  const faults = p.faults.flatMap((name) => ["--fault", name]);
  const child = spawn(process.execPath, [program, "--folder", p.folder, ...faults], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const hasEnded = once(child, "close");
  child.stdin.on("error", () => {}); // It ended: the answer that does not come tells it.

  const waiting: ((line: unknown) => void)[] = [];
  const nextLine = (what: string) =>
    withDeadline(
      new Promise<unknown>((resolve) => waiting.push(resolve)),
      10_000,
      `RomM's stand-in ${what}.`,
    );
  let isHolding = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message: unknown = JSON.parse(line);
    if (v.is(holding, message)) isHolding = true;
    else waiting.shift()?.(message);
  });

  const stop = async () => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
    await hasEnded;
    clearTimeout(timer);
  };
  const first = await nextLine("did not start").catch(async (error) => {
    await stop();
    throw error;
  });
  const { origin, token } = v.parse(greeting, first);
  return {
    origin,
    token,
    ask: async (command) => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const { ok, error } = v.parse(reply, await nextLine("did not answer"));
      if (!ok) throw new Error(`RomM's stand-in refused ${JSON.stringify(command)}: ${error}`);
    },
    isHoldingUpload: () => isHolding,
    stop,
  };
}
