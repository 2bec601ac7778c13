import { describe, expect, test, vi } from "vitest";
import { answer, conflictIdOf } from "../world/engine/conflict.ts";
import { appId, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

const launch = { launchId: "launch-1", appId };

describe("the main job", () => {
  test("what is played on A is there when B starts the game", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    expect(await a.exit()).toMatchObject({ decision: "upload", reason: "first-upload", outcome: "done" });
    expect(await b.api.beforeLaunch(launch)).toMatchObject({
      kind: "go",
      report: { lines: [{ decision: "download", outcome: "done" }] },
    });
    expect(await b.save()).toBe("A1\n");
    await b.play("B1");
    await b.exit();
    await a.api.beforeLaunch(launch);
    expect(await a.save()).toBe("A1\nB1\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nB1\n"]);
  });

  test("what a download replaces is kept", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    await a.play("A2");
    await a.sync();
    await b.sync();
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.keptCopies()).toContain("A1\n");
  });
});

describe("a conflict", () => {
  async function setupConflict() {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    await a.play("A2");
    await b.play("B2");
    await a.sync();
    return { world, a, b };
  }

  test("asks, and changes nothing until it is answered", async () => {
    const { world, b } = await setupConflict();
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "both-changed", outcome: "asks" });
    expect(await b.save()).toBe("A1\nB2\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    expect(await b.api.listConflicts({})).toMatchObject([
      { reason: "both-changed", local: { sizeBytes: 6 } },
    ]);
  });

  test("keep-local puts this Deck's save on top, and the other Deck gets it", async () => {
    const { world, a, b } = await setupConflict();
    await b.sync();
    expect(await answer(b, "keep-local")).toMatchObject([{ outcome: "done", direction: "up" }]);
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nB2\n"]);
    expect(await b.api.listConflicts({})).toEqual([]);
    await a.sync();
    expect(await a.save()).toBe("A1\nB2\n");
    expect(await a.keptCopies()).toContain("A1\nA2\n");
  });

  test("take-remote brings RomM's save, and keeps what it replaces", async () => {
    const { world, b } = await setupConflict();
    await b.sync();
    expect(await answer(b, "take-remote")).toMatchObject([{ outcome: "done", direction: "down" }]);
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.keptCopies()).toContain("A1\nB2\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });

  test("an answer to sides that moved is stale, and shows the new ones", async () => {
    const { world, a, b } = await setupConflict();
    await b.sync();
    const conflictId = await conflictIdOf(b);
    await a.play("A3");
    await a.sync();
    const report = expectOk(
      await b.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] }),
    );
    expect(report.lines).toMatchObject([{ outcome: "failed", problem: { kind: "stale" } }]);
    expect(await b.save()).toBe("A1\nB2\n");
    expect(world.rows()).toHaveLength(3);
    const [now] = await b.api.listConflicts({});
    expect(now?.conflictId).not.toBe(conflictId);
  });

  test("an answer to a question that is not known does not undo the others of the call, and the panel hears of them", async () => {
    const { b } = await setupConflict();
    await b.sync();
    const conflictId = await conflictIdOf(b);
    const unknown = { conflictId: "no such question" as typeof conflictId, choice: "keep-local" as const };
    const choices = [{ conflictId, choice: "take-remote" as const }, unknown];
    b.events.splice(0);
    const { lines } = expectOk(await b.api.resolveConflicts({ choices }));
    expect(lines).toMatchObject([
      { outcome: "done", direction: "down" },
      { outcome: "failed", problem: { kind: "stale", conflict: null } },
    ]);
    await vi.waitFor(() => expect(b.events.at(-1)).toBe("changed"));
    expect(await b.save()).toBe("A1\nA2\n");
    b.events.splice(0);
    expect(await b.api.resolveConflicts({ choices: [unknown] })).toEqual({
      ...{ ok: false, error: { kind: "stale", conflict: null } },
    });
    await vi.waitFor(() => expect(b.events).toEqual(["changed"]));
  });

  test("asked before a launch, it can be answered at once, and the game then starts on the answer", async () => {
    const { b } = await setupConflict();
    const verdict = await b.api.beforeLaunch(launch);
    const conflictId = verdict.kind === "ask" ? verdict.conflict.conflictId : expect.fail("not asked");
    const report = expectOk(
      await b.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] }),
    );
    expect(report.lines).toMatchObject([{ outcome: "done" }]);
    expect(await b.api.beforeLaunch({ ...launch, launchId: "launch-2" })).toMatchObject({ kind: "go" });
    expect(await b.save()).toBe("A1\nA2\n");
  });

  test("put off, it stays in the list and no longer stands before a launch", async () => {
    const { b } = await setupConflict();
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "ask" });
    const conflictId = await conflictIdOf(b);
    await b.api.resolveConflicts({ choices: [{ conflictId, choice: "later" }] });
    expect(await b.api.listConflicts({})).toMatchObject([{ isPostponed: true }]);
    expect(await b.api.beforeLaunch(launch)).toEqual({
      kind: "go-unchecked",
      reason: "postponed",
      detail: null,
    });
  });
});

describe("statuses are honest", () => {
  test("before, after and between syncs", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    const status = async (deck: typeof a) => (await deck.api.listShortcuts({}))[0]?.status.kind;
    await a.sync();
    expect(await status(a)).toBe("no-save-yet");
    await a.play("A1");
    expect(await status(a)).toBe("will-upload");
    await a.sync();
    expect(await status(a)).toBe("synced");
    expectOk(await b.api.look({ appId }));
    expect(await status(b)).toBe("will-download");
    await b.sync();
    await b.play("B1");
    await a.play("A2");
    await a.sync();
    expect(await status(a)).toBe("synced");
    await b.sync();
    expect(await status(b)).toBe("conflict");
    await world.romm.faults.set("refused");
    await a.play("A3");
    await a.sync();
    expect(await status(a)).toBe("waiting-for-network");
  });
});
