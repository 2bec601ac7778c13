import { expect, test } from "vitest";
import { reasons } from "../../src/words/en/decisions.ts";
import { unchecked } from "../../src/words/en/notices.ts";
import { syncError } from "../../src/words/en/problems.ts";
import { appId } from "../world/engine/deck.ts";
import { launch, pass, reaper, setupPlayed, soon } from "./setup-exits.ts";

/* Law: that a game runs is said only where its process is seen. A launch that was let go, and a push under way, have words of their own. */

async function setupNewer() {
  const { world, a } = await setupPlayed();
  const b = await world.deck("B");
  await b.sync();
  await b.play("B2");
  await b.sync();
  return { world, a };
}

test("a launch whose game is still to come is said to start, and one whose process is seen to run", async () => {
  const { world, a } = await setupPlayed();
  await a.api.beforeLaunch(launch);
  const b = await world.deck("B");
  await b.sync();
  await b.play("B2");
  await b.sync();
  expect(await a.sync()).toMatchObject({ outcome: "skipped", decision: "download", reason: "starting" });
  a.processes.push(reaper);
  expect(await a.sync()).toMatchObject({ outcome: "skipped", decision: "download", reason: "running" });
  expect(await a.save()).toBe("A1\n");
});

test("an answer to what lies elsewhere says the same", async () => {
  const { a } = await setupNewer();
  a.processes.push(reaper);
  expect(await a.api.restoreVersion({ appId, versionId: "row:1" })).toMatchObject({
    error: { kind: "running" },
  });
});

test("a launch that comes while the last session is on its way is told that, and not that RomM is slow", async () => {
  const { world, a } = await setupPlayed();
  await a.play("A2");
  await world.romm.faults.set("slow", { route: "POST /api/saves", ms: 1500 });
  world.requests();
  const exit = a.exit();
  await soon(() => expect(world.requests()).toContain("POST /api/saves"));
  const verdict = a.api.beforeLaunch({ ...launch, budgetMs: 1600 });
  await pass(world, 1700);
  expect(await verdict).toMatchObject({ kind: "go-unchecked", reason: "sending" });
  await world.romm.faults.clear();
  await exit.catch(() => null);
});

test("so is one that finds that session unsent, and whose time is over before it has gone up", async () => {
  const { world, a } = await setupPlayed();
  await a.play("A2");
  await world.romm.faults.set("slow", { route: "POST /api/saves", ms: 1500 });
  world.requests();
  const verdict = a.api.beforeLaunch({ ...launch, budgetMs: 1600 });
  await soon(() => expect(world.requests()).toContain("POST /api/saves"));
  await pass(world, 1700);
  expect(await verdict).toMatchObject({ kind: "go-unchecked", reason: "sending" });
});

test("a launch whose own check takes too long is told so", async () => {
  const { world, a } = await setupPlayed();
  await world.romm.faults.set("slow", { route: "GET /api/saves", ms: 1500 });
  const verdict = a.api.beforeLaunch({ ...launch, budgetMs: 3000 });
  await pass(world, 4000);
  expect(await verdict).toMatchObject({ kind: "go-unchecked", reason: "budget" });
});

test("none of the other words says that the game runs", () => {
  const words = [reasons.starting, syncError({ kind: "starting" }), unchecked.sending];
  for (const text of words) expect(text).not.toMatch(/running|is played/i);
  expect(new Set([reasons.running, ...words]).size).toBe(4);
});
