import { describe, expect, test } from "vitest";
import { aMoment } from "../world/engine/a-moment.ts";
import { appId } from "../world/engine/deck.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";

const launch = { launchId: "launch-1", appId };

describe("play never waits long", () => {
  test("a check that was let through answers, and nothing of it writes afterwards", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("slow", { ms: 300, route: "GET /api/saves/*/content" });
    const verdict = b.api.beforeLaunch({ ...launch, budgetMs: 60_000 });
    await aMoment(100);
    await b.api.letLaunchThrough({ launchId: launch.launchId });
    expect(await verdict).toEqual({ kind: "go-unchecked", reason: "let-through", detail: null });
    await aMoment(500);
    expect(await b.save()).toBe("A1\n");
  });

  test("a run that was under way does not replace the save behind a launch that was let go", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("slow", { ms: 200, route: "GET /api/saves/*/content" });
    const run = b.sync();
    await aMoment(100);
    expect(await b.api.beforeLaunch({ ...launch, budgetMs: 1000 })).toMatchObject({ reason: "budget" });
    expect(await run).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
    expect(await b.save()).toBe("A1\n");
  });

  test("without a network the game starts at once", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("refused");
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", reason: "offline" });
  });
});
