import { expect, test } from "vitest";
import { FileError } from "../../../backend/machine/disk.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";

/* Law: what cannot be written down of a newer save elsewhere stops neither a launch nor a run, and is told later, once. */

test("a disk that takes no more lets a launch and a run come to their end; what is newer is told when it does", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  await a.sync();
  world.time.advance(60_000);
  const bytes = new TextEncoder().encode("X2");
  world.romm.rules.saves.upload(callerOf(world), {
    ...{ romId: world.romId, fileName: "Game.srm", bytes, overwrite: true, slot: "other" },
  });
  const told = () => a.told.filter((one) => Object(one).kind === "newer-elsewhere");
  const { create } = a.disk;
  a.disk.create = async (path) => {
    throw new FileError("no-space", path, "the disk is full");
  };
  expect(await a.api.beforeLaunch({ launchId: "one", appId })).toMatchObject({ kind: "go" });
  await a.api.letLaunchThrough({ launchId: "one", isCancelled: true });
  expect(await a.sync()).toMatchObject({ decision: "keep" });
  expect(told()).toEqual([]);
  a.disk.create = create;
  await a.sync();
  await a.sync();
  expect(told()).toHaveLength(1);
});
