import { expect, test } from "vitest";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

test("the same failure over and over is one line of the log, until something else happens to the save", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const outcomes = async () => (await linesOfSaves(a)).map(({ outcome, detail }) => `${outcome}: ${detail}`);
  await a.play("A1");
  const failTwice = async (fault: "500" | "413") => {
    await world.romm.faults.set(fault, { route: "POST /api/saves" });
    expect((await a.sync()).outcome).toBe("failed");
    expect((await a.sync()).outcome).toBe("failed");
    await world.romm.faults.clear();
  };
  await failTwice("500");
  expect(await outcomes()).toHaveLength(1);
  await failTwice("413");
  expect(await outcomes()).toHaveLength(2);
  await failTwice("500");
  expect(await outcomes()).toHaveLength(3);
  await a.sync();
  await a.play("A2");
  await failTwice("500");
  expect((await outcomes()).map((line) => line.split(":")[0])).toEqual([
    "failed",
    "done",
    "failed",
    "failed",
    "failed",
  ]);
});

test("a line that could not be written is no line: the failure is told when the disk takes it", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await world.romm.faults.set("500", { route: "POST /api/saves" });
  const { append } = a.disk;
  a.disk.append = () => Promise.reject(new Error("full"));
  await a.sync();
  a.disk.append = append;
  await a.sync();
  expect(await linesOfSaves(a)).toMatchObject([{ outcome: "failed" }]);
});

/** Without the line that the game was added: what was done to the list of games is of another kind. */
async function linesOfSaves({ api }: EngineDeck) {
  return expectOk(await api.listActivity({ appId })).filter(({ act }) => act === null);
}
