import { describe, expect, test } from "vitest";
import type { Version } from "../../backend/contract/saves/version.ts";
import { callerOf } from "../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupFetched } from "./undo/undo-world.ts";

/* One timeline of RomM's rows and this Deck's copies. Looking changes nothing; going back asks three times at most. */

async function versionsOf({ api }: EngineDeck): Promise<Version[]> {
  return expectOk(await api.listVersions({ appId })).versions;
}

/** A1, then A1 A2 on both Decks; B holds a copy of the A1 that it replaced. */
async function setupVersions() {
  const p = await setupFetched();
  await p.a.play("A3");
  p.world.time.advance(60_000);
  await p.a.sync();
  p.world.time.advance(120_000);
  p.world.requests();
  return p;
}

describe("the versions of a game", () => {
  test("are RomM's rows and this Deck's copies, what is equal once, each with where it is and who has it", async () => {
    const { b, world } = await setupVersions();
    const [now, newest, oldest, ...more] = await versionsOf(b);
    expect(more).toEqual([]);
    expect(now).toMatchObject({
      isNow: true,
      isHere: true,
      isOnlyHere: false,
      deviceName: "Deck A",
      sizeBytes: 6,
    });
    expect(newest).toMatchObject({ isNewestInRomm: true, isHere: false, heldBy: ["Deck A"], sizeBytes: 9 });
    expect(oldest).toMatchObject({ isHere: true, isNow: false, sizeBytes: 3 });
    expect(oldest?.saveIds).toHaveLength(1);
    expect(world.requests()).toEqual(["GET /api/saves"]);
  });

  test("are read without a change: no file, no row, no word to RomM", async () => {
    const { b, world } = await setupVersions();
    const before = [await b.save(), world.rows(), await b.keptCopies()];
    await versionsOf(b);
    await versionsOf(b);
    expect([await b.save(), world.rows(), await b.keptCopies()]).toEqual(before);
    expect(world.requests().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  test("offline those here are listed and can be gone back to, and the reason is told", async () => {
    const { b, world } = await setupVersions();
    const again = await b.restart();
    await world.romm.faults.set("500", { route: "* /**" });
    const { versions, rommAsOfMs, problem } = expectOk(await again.api.listVersions({ appId }));
    expect({ rommAsOfMs, problem }).toMatchObject({ rommAsOfMs: null, problem: { kind: "romm" } });
    expect(versions.every(({ isHere }) => isHere)).toBe(true);
    const older = versions.find(({ isNow }) => !isNow) ?? expect.fail("Nothing is kept here.");
    expectOk(await again.api.restoreVersion({ appId, versionId: older.versionId }));
    expect(await again.save()).toBe("A1\n");
  });
});

describe("going back", () => {
  test.each([
    ["to a copy that is here", "A1\n"],
    ["to a row that only RomM has", "A1\nA2\nA3\n"],
  ])("%s asks at most three times, and RomM has it on top", async (_name, text) => {
    const { a, b, world } = await setupVersions();
    await b.sync();
    await b.play("B9");
    world.time.advance(60_000);
    await b.sync();
    world.time.advance(60_000);
    const version = (await versionsOf(b)).find(({ isNow, sizeBytes }) => !isNow && sizeBytes === text.length);
    world.requests();
    expectOk(await b.api.restoreVersion({ appId, versionId: version?.versionId ?? "" }));
    expect(await b.save()).toBe(text);
    expect(world.rows().at(-1)).toBe(text);
    expect(world.requests().length).toBeLessThanOrEqual(3);
    world.time.advance(60_000);
    await a.sync();
    expect(await a.save()).toBe(text);
  });

  test("is refused under a game, and to what nobody has", async () => {
    const { b } = await setupVersions();
    const older = (await versionsOf(b)).find(({ isNow, isHere }) => isHere && !isNow);
    expect(await b.api.restoreVersion({ appId, versionId: `copy:${"0".repeat(64)}` })).toMatchObject({
      error: { kind: "bytes-gone" },
    });
    expect(await b.api.restoreVersion({ appId, versionId: "nonsense" })).toMatchObject({
      error: { kind: "unknown-version" },
    });
    b.processes.push(startedBySteam());
    const refused = await b.api.restoreVersion({ appId, versionId: older?.versionId ?? "" });
    expect(refused).toMatchObject({ ok: false, error: { kind: "running" } });
    expect(await b.save()).toBe("A1\nA2\n");
  });
});

describe("keeping", () => {
  test("pinned, a version that only RomM had is here, and stays when RomM's row goes", async () => {
    const { b, world } = await setupVersions();
    const newest = (await versionsOf(b)).find(({ isNewestInRomm }) => isNewestInRomm);
    const { versionId = "" } = newest ?? {};
    const pinned = expectOk(await b.api.pinVersion({ appId, versionId, pinned: true }));
    expect(pinned).toMatchObject({ isPinned: true, isHere: true });
    expect(await b.keptCopies()).toContain("A1\nA2\nA3\n");
    expect(world.romm.rules.saves.remove(callerOf(world), newest?.saveIds ?? []).ok).toBe(true);
    world.time.advance(120_000);
    const kept = (await versionsOf(b)).find(({ isPinned }) => isPinned);
    expect(kept).toMatchObject({ isOnlyHere: true, versionId: pinned.versionId });
    expect(
      expectOk(await b.api.pinVersion({ appId, versionId: pinned.versionId, pinned: false })),
    ).toMatchObject({
      isPinned: false,
    });
  });

  test("pinned, it counts as nowhere else from when RomM's row goes, and not before", async () => {
    const { b, world } = await setupVersions();
    const older = (await versionsOf(b)).find(({ isNow, isHere }) => isHere && !isNow);
    expectOk(await b.api.pinVersion({ appId, versionId: older?.versionId ?? "", pinned: true }));
    const onlyHere = async () => expectOk(await b.api.getKept({})).onlyHere;
    expect(await onlyHere()).toEqual({ contents: 0, bytes: 0 });
    world.romm.rules.saves.remove(callerOf(world), older?.saveIds ?? []);
    world.time.advance(120_000);
    await b.sync();
    expect(await onlyHere()).toEqual({ contents: 1, bytes: 3 });
  });

  test("let go, a copy is gone from here, and RomM's rows stay", async () => {
    const { b, world } = await setupVersions();
    const older = (await versionsOf(b)).find(({ isNow, isHere }) => isHere && !isNow);
    const { versionId = "" } = older ?? {};
    expectOk(await b.api.forgetCopy({ appId, versionId }));
    expect(await b.keptCopies()).not.toContain("A1\n");
    expect(world.rows()).toContain("A1\n");
    expect(await b.api.forgetCopy({ appId, versionId })).toMatchObject({
      error: { kind: "unknown-version" },
    });
  });
});
