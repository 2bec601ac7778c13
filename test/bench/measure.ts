/** One line of the printed table. Numbers of one line were measured in turn, so that a busy machine slows both. */
export interface Line {
  what: string;
  /** Of the numbers; milliseconds if not given. */
  unit?: "MiB";
  ms: number;
  /** What it is compared with, and how long that took. */
  against: string;
  againstMs: number;
  /** The budget, in words, and whether it was kept (null: there is none, the words only explain). */
  budget: { words: string; isKept: boolean | null } | null;
}

/** The lower quartiles of two works that are done in turn: what they take where nothing else disturbs them. */
export async function inTurn(
  rounds: number,
  work: () => Promise<unknown>,
  against: () => Promise<unknown>,
): Promise<{ ms: number; againstMs: number }> {
  const times: number[] = [];
  const againstTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await timed(work));
    againstTimes.push(await timed(against));
  }
  return { ms: lowerQuartile(times), againstMs: lowerQuartile(againstTimes) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function lowerQuartile(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
}
