/** `pnpm start`: one RomM and two Decks on this machine, on a page or, with `--headless`, as a story in plain sentences. */
import { constants } from "node:os";
import { parseArgs } from "node:util";
import { build } from "../build.ts";
import { withDeadline } from "../deck/deadline.ts";
import { playHeadless } from "./headless.ts";
import { openPage } from "./open-page.ts";

const { values: options } = parseArgs({
  options: {
    headless: { type: "boolean", default: false },
    /** With `--headless`: the report is the last line. */
    json: { type: "boolean", default: false },
    /** A fault of RomM's stand-in, from the first request on. */
    fault: { type: "string", multiple: true, default: [] },
    /** `dist/` is used as it is. */
    "skip-build": { type: "boolean", default: false },
  },
});

/** What is to be ended, newest last. */
const stops: (() => Promise<void>)[] = [];
const keep = (stop: () => Promise<void>) => void stops.push(stop);

let isEnding = false;

/** The first word counts. It ends all processes; what does not end in time is left to the end of its stdin. */
async function end(exitCode: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  const all = stops.splice(0).reverse();
  await withDeadline(endEach(all), 12_000, "The demo did not end in time.").catch(console.error);
  process.exit(exitCode);
}

async function endEach(all: (() => Promise<void>)[]): Promise<void> {
  for (const stop of all) await stop();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => end(128 + constants.signals[signal]));
}
for (const defect of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(defect, (error: unknown) => {
    console.error(error);
    void end(1);
  });
}

// A package manager's shell may be killed without a word to us.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && end(143), 1_000).unref();

if (!options["skip-build"]) await build();
if (options.headless) {
  const wentAsWritten = await playHeadless(
    { json: options.json, faults: options.fault, isEnding: () => isEnding },
    keep,
  );
  await end(wentAsWritten ? 0 : 1);
} else {
  await openPage({ faults: options.fault, onIdle: () => end(0) }, keep);
}
