/** How often each thing occurred, over all stories. */
export type Tally = Map<string, number>;

export function count(tally: Tally, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

export const crashPhases = [
  "while looking",
  "while a copy is kept",
  "while staging",
  "between the incoming mark and the rename",
  "between the rename and the baseline",
  "between the baseline and the confirm",
  "between the sent mark and the POST",
  "between the POST and the record",
] as const;

export type CrashPhase = (typeof crashPhases)[number];
