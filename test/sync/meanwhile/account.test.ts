import { describe, expect, test } from "vitest";
import { aMoment } from "../../world/engine/a-moment.ts";
import { accountOf, unitOf } from "../../world/engine/account.ts";
import { appId, expectOk } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import type { World } from "../../world/engine/world.ts";
import { heldOf, idsOf, setupHeld } from "../brake/games-in-sync.ts";
import { pullSlowly } from "./pull-slowly.ts";

/** Their token. */
function addUser({ romm }: World, username: string): string {
  const { admin } = romm.rules;
  return admin.addToken({ userId: admin.addUser({ username }).id }).raw;
}

describe("the account changes in the middle of a pull", () => {
  test("signed out, its save stays as it is, and the sync says that it was cancelled", async () => {
    const { b, report } = await pullSlowly((_, deck) => deck.api.disconnect({}));
    expect(report).toMatchObject({ isCancelled: true, lines: [] });
    expect(await b.save()).toBe("A1\n");
    expect(unitOf(b).intent).toBeNull();
  });

  test("signed in as somebody else, who starts with the file as it was", async () => {
    const { b } = await pullSlowly(async (world, deck) => {
      const token = addUser(world, "ben");
      const { origin } = world.romm;
      expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token } }));
      expect(await deck.save()).toBe("A1\n");
    });
    expect(await b.save()).toBe("A1\n");
    expect(accountOf(b).units).toEqual({});
  });

  test("a save that is just being put in place is recorded for the account that fetched it, before the change", async () => {
    const { b } = await setupNewer();
    const { rename } = b.disk;
    let signedOut: Promise<unknown> = Promise.resolve();
    b.disk.rename = async (from, to) => {
      if (to === b.savePath) signedOut = b.api.disconnect({});
      await aMoment();
      await rename(from, to);
    };
    await b.api.syncShortcut({ appId });
    b.disk.rename = rename;
    await signedOut;
    expect(await b.save()).toBe("A1\nA2\n");
    expect(unitOf(b).baseline?.row.id).toBe(2);
    expect(unitOf(b).intent).toBeNull();
  });

  test("signed in as somebody else, an answer that was on its way writes nothing of the first one's", async () => {
    const { world, b, onB } = await setupHeld();
    const token = addUser(world, "ben");
    const unitIds = idsOf(await heldOf(b));
    const [game] = onB;
    const { rename } = b.disk;
    let answered: ReturnType<typeof b.api.releaseHeld> | null = null;
    b.disk.rename = async (from, to) => {
      // The second one's account is just being written down: the first one's is still the one in use.
      if (to.endsWith("state.json")) answered ??= b.api.releaseHeld({ unitIds, choice: "take-remote" });
      await rename(from, to);
    };
    expectOk(await b.api.connect({ origin: world.romm.origin, credentials: { kind: "token", token } }));
    b.disk.rename = rename;
    expect(answered).not.toBeNull();
    expect(await answered).toEqual({ ok: false, error: { kind: "signed-out" } });
    expect(await game?.read()).toBeNull();
    expect(accountOf(b).units).toEqual({});
    const held = Object.values(b.state.store.current().accounts).flatMap(({ units }) => Object.values(units));
    expect(held.map(({ brake }) => brake?.kind)).toEqual(Array(4).fill("held"));
  });

  test("an exit's push that a slow network holds up gives way to the sign-out, and is found when signed in again", async () => {
    const { world, a } = await setupNewer();
    await a.play("A3");
    await world.romm.faults.set("slow", { ms: 50_000, route: "POST /api/saves" });
    world.requests();
    const exit = a.exit();
    while (!world.requests().includes("POST /api/saves")) await aMoment(5);
    let isOut = false;
    const signedOut = a.api.disconnect({}).then(() => {
      isOut = true;
    });
    await aMoment();
    expect(isOut).toBe(false);
    world.time.elapse(5000);
    await signedOut;
    expect(await exit).toBeNull();
    expect(unitOf(a).intent).toMatchObject({ kind: "push" });
    await world.romm.faults.clear();
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    await a.sync();
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
  });

  test("an exit's push ends before the account goes, and what begins later waits", async () => {
    const { world, a } = await setupNewer();
    await a.play("A3");
    await world.romm.faults.set("slow", { ms: 150, route: "POST /api/saves" });
    const order: string[] = [];
    world.requests();
    const exit = a.exit().then((line) => order.push(`exit ${line?.outcome}`));
    while (!world.requests().includes("POST /api/saves")) await aMoment(5);
    const signedOut = a.api.disconnect({}).then(() => order.push("signed out"));
    await Promise.all([exit, signedOut]);
    expect(order).toEqual(["exit done", "signed out"]);
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
  });
});
