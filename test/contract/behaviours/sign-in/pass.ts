import type { Bench } from "../../suite/bench.ts";

/** Lets so much of a stand-in's time pass, at least. */
export async function pass(on: Bench, seconds: number): Promise<void> {
  const startMs = on.rules.now();
  while (on.rules.now() - startMs < seconds * 1000) await on.nextSecond();
}
