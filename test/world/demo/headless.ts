import { withDeadline } from "../deck/deadline.ts";
import { createDemoWorld } from "./demo-world.ts";
import { backendDiesWhileUploading } from "./story/accident.ts";
import { lastStep, type Step, steps } from "./story/steps.ts";
import { type StoryReport, type ToldStep, tellStory } from "./story/tell-story.ts";

/**
 * Plays the story and prints it as it happens; with `json` the report is the last line. True if it went as written.
 * A story that is interrupted goes silent: what breaks then is no news.
 */
export async function playHeadless(
  p: { json: boolean; faults: string[]; isEnding: () => boolean },
  keep: (stop: () => Promise<void>) => void,
): Promise<boolean> {
  console.log("Savepoint: one RomM, two Decks, one save.\n");
  const print = (step: ToldStep) => p.isEnding() || printStep(step);
  const report = await tell(p.faults, print, keep);
  if (p.isEnding()) return false;
  console.log(conclude(report));
  if (p.json) console.log(JSON.stringify(report));
  return report.ok;
}

async function tell(
  faults: string[],
  onStep: (step: ToldStep) => void,
  keep: (stop: () => Promise<void>) => void,
): Promise<StoryReport> {
  try {
    const world = await withDeadline(createDemoWorld({ faults }), 30_000, "The Decks did not start.");
    keep(world.stop);
    return await tellStory(world, { steps: stepsFor(faults), lastStep, onStep });
  } catch (error) {
    const told = { title: "The world starts", ok: false, detail: String(error) };
    onStep(told);
    return { ok: false, story: [told], decks: [], lostSessions: null, requests: 0 };
  }
}

/** The fault that holds an upload is there for one accident: it takes the place of Deck A's first exit. */
function stepsFor(faults: string[]): Step[] {
  const [signIn, firstExit, ...rest] = steps;
  if (signIn === undefined || firstExit === undefined) return steps;
  const hasAccident = faults.includes("hold-upload-half-read");
  return [signIn, hasAccident ? backendDiesWhileUploading : firstExit, ...rest];
}

function printStep({ title, ok, detail }: ToldStep): void {
  console.log(`${ok ? "  ok  " : " FAIL "}${title}.\n      ${detail}\n`);
}

function conclude({ ok, requests, lostSessions }: StoryReport): string {
  const ending = ok ? "The story went as it is written" : "The story did NOT go as it is written";
  return `${ending}. Requests: ${requests}. Lost sessions: ${lostSessions ?? "nobody knows"}.`;
}
