import { expect, test } from "vitest";
import { answer } from "../world/engine/conflict.ts";
import { appId } from "../world/engine/deck.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";

/* Scenario 21: a Deck sleeps with the game open, and the player goes on elsewhere; then the Deck wakes and its game ends. */

test("both lines stand, one question is asked, and whatever is chosen can be undone", async () => {
  const { world, a, b } = await setupNewer();
  world.time.advance(60_000);
  await b.sync();
  b.processes.push(startedBySteam());
  await b.api.appStarted({ appId });
  // It sleeps for hours, and A plays on.
  world.time.advance(5 * 3_600_000);
  await a.play("A3");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  world.time.advance(3_600_000);
  await b.write("A1\nA2\nB3\n");
  b.processes.splice(0);
  expect(await b.exit()).toMatchObject({ decision: "conflict", reason: "both-changed" });
  expect(await b.api.listConflicts({})).toHaveLength(1);
  expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
  expect(await b.save()).toBe("A1\nA2\nB3\n");

  world.time.advance(60_000);
  await answer(b, "take-remote");
  expect(await b.save()).toBe("A1\nA2\nA3\n");
  expect(await b.keptCopies()).toContain("A1\nA2\nB3\n");
});
