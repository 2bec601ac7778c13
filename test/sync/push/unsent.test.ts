import { describe, expect, test, vi } from "vitest";
import { aMoment } from "../../world/engine/a-moment.ts";
import { appId, expectOk } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { setupWorld } from "../../world/engine/world.ts";

describe("nothing stays unsent for ever", () => {
  test("signed out while a game ran, in again: its session goes up", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    a.processes.push(startedBySteam());
    await a.api.appStarted({ appId });
    await aMoment();
    await a.api.disconnect({});
    world.time.elapse(2500);
    await aMoment();
    await a.play("A2");
    a.processes.splice(0);
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    expect(await a.sync()).toMatchObject({ outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("a game that nobody watched is looked at again after it ended", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    await a.play("A2");
    a.processes.push(startedBySteam());
    world.time.elapse(3500);
    await aMoment(200);
    a.processes.splice(0);
    await vi.waitFor(() => {
      world.time.elapse(60_000);
      expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    }, 5000);
  });

  test("signing in does not wait for a retry that is half an hour away", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await world.romm.faults.set("refused");
    a.start();
    for (let round = 0; round < 8; round++) {
      await aMoment(30);
      world.time.elapse(31 * 60_000);
    }
    await aMoment(100);
    await world.romm.faults.clear();
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    world.time.elapse(10_000);
    await vi.waitFor(() => expect(world.rows()).toHaveLength(1), 5000);
  });
});

test("what was played while the plugin was down goes up after its start, without a launch", async () => {
  const { world, a } = await setupNewer();
  await a.state.settled();
  a.disk.dieAt(0);
  const again = await a.restart();
  await again.play("A3");
  again.start();
  world.time.elapse(4000);
  await vi.waitFor(() => expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n"), 5000);
  await vi.waitFor(async () => expect((await again.api.getOverview({})).runs.current).toBeNull());
  await again.state.settled();
});
