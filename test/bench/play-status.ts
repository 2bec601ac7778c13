import { planPlayStatus } from "../../backend/core/play-status/plan.ts";
import type { PlayStatusMemory, RomStatusMemory } from "../../backend/core/state.ts";
import { progressOn, romWith } from "../play-status/facts.ts";
import { inTurn, type Line } from "./measure.ts";

const rounds = 41;
const budgetMs = 20;
const games = 1000;

/** Planning 1,000 games with progress in a library of 10,000 roms, against copying the same facts once. */
export async function benchPlayStatus(): Promise<Line[]> {
  const facts = makeFacts();
  const planned = await inTurn(
    rounds,
    async () => planPlayStatus(facts),
    async () => structuredClone(facts),
  );
  return [
    {
      what: `plan play statuses, ${games} games with progress`,
      ...planned,
      against: "clone the facts",
      budget: { words: `< ${budgetMs} ms`, isKept: planned.ms < budgetMs },
    },
  ];
}

/** Every third status is ours, every third the player's, every third empty. */
function makeFacts() {
  const awards = [null, "beaten-softcore", "beaten-hardcore", "completed", "mastered", "unknown"];
  const statuses = ["incomplete", "finished", null];
  const ids = Array.from({ length: games }, (_, index) => index + 1);
  const roms: Record<string, RomStatusMemory> = {};
  for (const id of ids) roms[id] = { raId: id, written: "incomplete", sent: null };
  const memory: PlayStatusMemory = { lastRunAtMs: null, roms, lastChanges: [] };
  return {
    progress: ids.map((id) => progressOn(id, awards[id % awards.length] ?? null)),
    roms: Array.from({ length: 10 * games }, (_, index) =>
      romWith(index + 1, index + 1, statuses[index % 3] ?? null),
    ),
    memory,
    raAlwaysWins: false,
  };
}
