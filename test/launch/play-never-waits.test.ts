import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { aMoment } from "../world/engine/a-moment.ts";
import { unitOf } from "../world/engine/account.ts";
import { callerOf } from "../world/engine/caller.ts";
import { appId } from "../world/engine/deck.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import type { World } from "../world/engine/world.ts";

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
    expect(await run).toMatchObject({ outcome: "failed", problem: { kind: "starting" } });
    expect(await b.save()).toBe("A1\n");
  });

  test("without a network the game starts at once", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("refused");
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", reason: "offline" });
  });

  test("let through before the save is put in place, it is thrown away: the game reads what stood there", async () => {
    const { b } = await setupNewer();
    const { create } = b.disk;
    b.disk.create = async (path, options) => {
      if (path.includes("/history/")) await b.api.letLaunchThrough({ launchId: launch.launchId });
      return await create(path, options);
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", reason: "let-through" });
    await aMoment(100);
    expect(await b.save()).toBe("A1\n");
    expect(await readdir(dirname(b.savePath))).toEqual(["Game.srm"]);
  });

  test("let through while it is put in place, the answer says that the game reads what came", async () => {
    const { b } = await setupNewer();
    const { rename } = b.disk;
    b.disk.rename = async (from, to) => {
      if (to === b.savePath) await b.api.letLaunchThrough({ launchId: launch.launchId });
      await rename(from, to);
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({
      kind: "go",
      report: { lines: [{ decision: "download", outcome: "done" }] },
    });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(unitOf(b).baseline?.row.id).toBe(2);
  });
});

describe("a download that breaks off", () => {
  const content = "GET /api/saves/*/content";
  const fetches = (world: World) => world.requests().filter((line) => line.endsWith("/content"));

  test("once is made anew at once, and the game starts on the newer save", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("cut-mid-body", { route: content, count: 1 });
    world.requests();
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(fetches(world)).toHaveLength(2);
  });

  test("twice lets the game start on what stood there, and leaves nothing beside it", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("cut-mid-body", { route: content });
    world.requests();
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", reason: "offline" });
    expect(fetches(world)).toHaveLength(2);
    expect(await b.save()).toBe("A1\n");
    expect(await readdir(dirname(b.savePath))).toEqual(["Game.srm"]);
  });

  test("with another content in the second try is not believed: what was listed is what may come", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("cut-mid-body", { route: content, count: 1 });
    const { create } = b.disk;
    b.disk.create = async (path, options) => {
      if (path.includes("/saves/.")) putInPlace(world, "OTHER\n");
      return await create(path, options);
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", reason: "problem" });
    expect(await b.save()).toBe("A1\n");
  });
});

/** As RomM's web player saves over the newest row. */
function putInPlace(world: World, text: string): void {
  const rows = world.romm.rules.database.saves;
  const put = { bytes: new TextEncoder().encode(text) };
  expect(world.romm.rules.saves.update(callerOf(world), Math.max(...rows.map(({ id }) => id)), put).ok).toBe(
    true,
  );
}
