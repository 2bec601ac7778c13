import { describe, expect, test } from "vitest";
import { comesTrue, launch, pass, reaper, setupPlayed, soon, statusOf } from "./setup-exits.ts";

describe("a game that nobody launched through us", () => {
  test("and that only holds its save open is found by a run, followed, and its session goes up", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    a.held.add(a.savePath);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    expect(await statusOf(a)).toBe("playing");
    await pass(world, 60_000);
    expect(world.rows()).toHaveLength(1);
    await a.play("A3");
    a.held.clear();
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\nA3\n"]));
  });

  test("keeps a launch's check from touching its save, and its exit is seen", async () => {
    const { world, a } = await setupPlayed();
    const b = await world.deck("B");
    await b.sync();
    await b.play("B2");
    await b.sync();
    a.processes.push({ pid: 1, argv: ["/usr/bin/retroarch", "--menu"] });
    expect(await a.api.beforeLaunch(launch)).toEqual({
      ...{ kind: "go-unchecked", reason: "running", detail: null },
    });
    expect(await a.save()).toBe("A1\n");
    await a.play("A2");
    await pass(world, 2000);
    a.processes.splice(0);
    await comesTrue(world, async () => expect(await statusOf(a)).toBe("conflict"));
    expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]);
  });

  test.each([
    ["by its rom", ["/usr/bin/unheard-of", "/roms/gba/Game.gba"]],
    ["by Steam's reaper", reaper.argv],
  ])("is found %s while it runs, and its exit sends what it wrote", async (_by, argv) => {
    const { world, a } = await setupPlayed();
    a.start();
    a.processes.push({ pid: 7, argv });
    const isPlaying = async () => expect(await statusOf(a)).toBe("playing");
    await comesTrue(world, isPlaying, 30_000);
    await a.play("A2");
    await pass(world, 600_000);
    expect(world.rows()).toHaveLength(1);
    a.processes.splice(0);
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  });

  test("and that runs while the backend starts is found at once: its end may be near", async () => {
    const { world, a } = await setupPlayed();
    a.processes.push(reaper);
    const again = await a.restart();
    again.processes.push(reaper);
    again.start();
    await comesTrue(world, async () => expect(await statusOf(again)).toBe("playing"), 100);
    await again.play("A2");
    again.processes.splice(0);
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]));
  });

  test("is not looked for by its emulator alone, which may play anything, nor by an installer", async () => {
    const { world, a } = await setupPlayed();
    a.start();
    const [program = "", verb = "", app = ""] = reaper.argv;
    a.processes.push({ pid: 7, argv: ["/usr/bin/retroarch"] });
    a.processes.push({ pid: 8, argv: [program, verb, app, "Install=1", "--", "setup"] });
    for (let round = 0; round < 4; round++) await pass(world, 30_000);
    expect(await statusOf(a)).toBe("synced");
  });

  test("does not keep other games waiting, where its command line names it", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    a.processes.push({ pid: 1, argv: ["/usr/bin/retroarch", "/roms/gba/Other.gba"] });
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(2);
  });
});

test("What an earlier session sent is not told again for one that was found later.", async () => {
  const { world, a } = await setupPlayed();
  await a.api.beforeLaunch(launch);
  a.processes.push(reaper);
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
  await a.play("A2");
  a.processes.splice(0);
  await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  await soon(async () => expect(await statusOf(a)).toBe("synced"));
  a.start();
  a.processes.push({ pid: 7, argv: reaper.argv });
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"), 30_000);
  a.processes.splice(0);
  expect(await a.exit()).toMatchObject({ decision: "keep" });
});
