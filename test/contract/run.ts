import { behaviours } from "./behaviours/behaviours.ts";
import { judge, type Line } from "./suite/judge.ts";
import { openRealServer } from "./suite/real-server.ts";
import { countOf, toMatrix, toText } from "./suite/report.ts";
import { kinds, openStandIn } from "./suite/stand-in.ts";

/**
 * The conformance suite by itself. With `ROMM_URL`, `ROMM_TOKEN` and `ROMM_ROM_ID` it judges that server, touching only
 * devices and slots that it makes and removes; without them, the stand-in in every profile and version.
 * Words given as arguments select the behaviours whose id contains one of them. Ends with 1 if one is broken.
 */
const words = process.argv.slice(2);
const selected = Object.fromEntries(
  Object.entries(behaviours).filter(([id]) => words.length === 0 || words.some((word) => id.includes(word))),
);
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

const { ROMM_URL, ROMM_TOKEN, ROMM_ROM_ID } = process.env;
const lines = ROMM_URL === undefined ? await judgeStandIns() : await judgeRealServer(ROMM_URL);
const broken = lines.filter((line) => line.outcome === "broken");
console.log(`${countOf(lines, "held")} held, ${broken.length} broken, ${countOf(lines, "skipped")} skipped`);
process.exitCode = broken.length > 0 || stop.signal.aborted ? 1 : 0;

async function judgeRealServer(origin: string): Promise<Line[]> {
  const romId = Number(ROMM_ROM_ID);
  if (!ROMM_TOKEN || !Number.isInteger(romId)) throw new Error("Say ROMM_TOKEN and ROMM_ROM_ID, too.");
  const { kind, target } = await openRealServer({ origin: new URL(origin).origin, token: ROMM_TOKEN, romId });
  console.log(`RomM ${kind.version} (${kind.profile}) at ${target.origin}`);
  const tell = (line: Line) => console.log(toText(line));
  return judge(selected, kind, async () => target, { tell, signal: stop.signal });
}

async function judgeStandIns(): Promise<Line[]> {
  const columns = [];
  for (const kind of kinds) {
    const standIn = await openStandIn(kind);
    const lines = await judge(selected, kind, standIn.freshTarget, { signal: stop.signal });
    await standIn.stop();
    columns.push({ kind, lines });
  }
  console.log(toMatrix(columns));
  const all = columns.flatMap((column) => column.lines);
  for (const line of all.filter(({ outcome }) => outcome === "broken")) console.log(toText(line));
  return all;
}
