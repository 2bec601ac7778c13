import { setTimeout as wait } from "node:timers/promises";

/** The story went another way than it is written; the sentence says how. */
class StoryBroken extends Error {
  override readonly name = "StoryBroken";
}

export function assertStory(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new StoryBroken(sentence);
}

/** Looks again until it is so, for eight seconds. */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  sentence: () => string,
): Promise<void> {
  const giveUpAt = performance.now() + 8_000;
  while (!(await isSo())) {
    assertStory(performance.now() < giveUpAt, sentence());
    await wait(50);
  }
}
