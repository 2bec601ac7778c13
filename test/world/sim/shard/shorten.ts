import { runStory } from "../run-story.ts";
import type { Story } from "../story.ts";

/** Leaves out every step without which the story still breaks the same law. */
export async function shorten(story: Story): Promise<{ story: Story; error: string }> {
  const error = (await errorOf(story)) ?? "It did not fail a second time: something in it is not repeatable.";
  for (let at = story.steps.length - 1; at >= 0; at--) {
    const shorter = { ...story, steps: story.steps.toSpliced(at, 1) };
    const next = await errorOf(shorter);
    if (next !== null && gistOf(next) === gistOf(error)) return await shorten(shorter);
  }
  return { story, error };
}

/** What is wrong, without names. */
function gistOf(error: string): string {
  const [first = ""] = error.split("\n");
  return (
    first
      .replace(/"[^"]*"/g, "_")
      .split(":", 1)[0]
      ?.replace(/\b[A-D]\b/g, "_") ?? first
  );
}

async function errorOf(story: Story): Promise<string | null> {
  try {
    await runStory(story, new Map());
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
