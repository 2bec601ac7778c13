import { expect, test } from "vitest";
import { runStory } from "../world/sim/run-story.ts";
import type { Step, Story, Trouble } from "../world/sim/story.ts";

const none: Trouble = { kind: "none" };

/** Stories that the simulation found, told short. */
test("a Deck that died before it wrote a listing down still sends its save after an old row was re-dated", async () => {
  for (let at = 20; at < 85; at++) {
    await expectToHold([
      { do: "launch", deck: 2, game: 0, plays: 1, trouble: none },
      { do: "launch", deck: 2, game: 0, plays: 1, trouble: none },
      { do: "sync", deck: 0, game: 0, trouble: { kind: "dies", at, choices: null } },
      { do: "unplug", deck: 0 },
      { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
      { do: "re-date", row: 0 },
    ]);
  }
});

test("after a recovery a re-dated older row does not replace the newest save unasked", async () => {
  await expectToHold([
    { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
    { do: "launch", deck: 1, game: 0, plays: 2, trouble: none },
    { do: "re-date", row: 0 },
    { do: "recover-state", deck: 1, updates: 0 },
  ]);
});

test("two accounts play on one Deck, and neither holds the other's sessions", async () => {
  const steps: Step[] = [
    { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
    { do: "switch-account", deck: 1 },
    { do: "launch", deck: 1, game: 0, plays: 1, trouble: none },
    { do: "switch-account", deck: 1 },
    { do: "launch", deck: 1, game: 0, plays: 0, trouble: none },
  ];
  await expectToHold(steps, { accountCount: 2 });
});

test("a save that was played offline is not the next account's to send", async () => {
  const steps: Step[] = [
    { do: "unplug", deck: 0 },
    { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
    { do: "switch-account", deck: 0 },
    { do: "plug", deck: 0 },
    { do: "sync", deck: 0, game: 0, trouble: none },
  ];
  await expectToHold(steps, { accountCount: 2 });
});

test("a save that is kept over an archive goes up", async () => {
  await expectToHold([
    { do: "launch", deck: 0, game: 0, plays: 2, trouble: none },
    { do: "upload-archive", account: 0, game: 0 },
  ]);
});

async function expectToHold(steps: Step[], shape: Partial<Story> = {}): Promise<void> {
  const story: Story = {
    ...{ seed: 1, deckCount: 3, accountCount: 1, gameCount: 1, location: "file" },
    ...{ version: "5.2.0", profile: "mariadb", autocleanupLimit: null },
    ...shape,
    steps,
  };
  for (let seed = 1; seed <= 4; seed++)
    await expect(runStory({ ...story, seed }, new Map())).resolves.toBe(undefined);
}
