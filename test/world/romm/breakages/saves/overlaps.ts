import { type Breakage, on } from "../breakage.ts";

/** A server that takes one upload after the other. */
function oneByOne(): Breakage {
  let former = Promise.resolve();
  return on("POST /api/saves", async (_c, next) => {
    const turn = former.then(next);
    former = turn.catch(() => {});
    await turn;
  });
}

/** Corrections: uploads that overlap. */
export const overlapBreakages = {
  "overlapping-uploads-are-twins": oneByOne(),
  "overlapping-uploads-lose-a-file": oneByOne(),
  "overlapping-uploads-lose-a-file-or-a-row": oneByOne(),
} satisfies Record<string, Breakage>;
