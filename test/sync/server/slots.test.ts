import { describe, expect, test } from "vitest";
import { callerOf } from "../../world/engine/caller.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

function sessionHere(world: World, text: string, slot?: string): void {
  const upload = { romId: world.romId, fileName: "Game.srm", bytes: new TextEncoder().encode(text) };
  world.time.advance(60_000);
  world.romm.rules.saves.upload(callerOf(world), slot === undefined ? upload : { ...upload, slot });
}

describe("saves outside every slot, as RomM's web page makes them", () => {
  test("are neither fetched as the newest nor taken for this slot's", async () => {
    const { world, b } = await setupNewer();
    sessionHere(world, "FROM THE WEB PAGE\n");
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });

  test("do not stand in the way of a first upload, and stay as they are", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    sessionHere(world, "FROM THE WEB PAGE\n");
    await a.play("A1");
    expect(await a.sync()).toMatchObject({ decision: "upload", reason: "first-upload" });
    expect(world.rows()).toEqual(["FROM THE WEB PAGE\n", "A1\n"]);
  });
});

test("rows of another slot of the rom move nothing here", async () => {
  const { world, b } = await setupNewer();
  await b.sync();
  sessionHere(world, "RUN2\n", "run2");
  expect(await b.sync()).toMatchObject({ decision: "keep" });
  await b.play("B3");
  expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.rows()).toContain("RUN2\n");
});
