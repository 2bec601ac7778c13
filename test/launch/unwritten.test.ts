import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import type { World } from "../world/engine/world.ts";
import { comesTrue, launch, pass, reaper, setupPlayed } from "./setup-exits.ts";

/* Whoever plays for long, three times, and finds his save as it was, has most likely told us the wrong place. */

const shortcutOf = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0];

async function playFor(
  world: World,
  a: EngineDeck,
  minutes: number,
  write: () => Promise<void> = async () => {},
) {
  await a.api.beforeLaunch(launch);
  a.processes.push(reaper);
  await comesTrue(world, async () =>
    expect((await shortcutOf(a))?.status).toMatchObject({ sinceMs: expect.any(Number) }),
  );
  for (let minute = 0; minute < minutes; minute++) await pass(world, 60_000);
  await write();
  a.processes.length = 0;
  const exit = a.api.appExited({ appId });
  for (let wait = 0; wait < 3; wait++) await pass(world, 1000);
  await exit;
}

test("Three long sessions in a row that wrote nothing are told, over a restart, and one that writes ends it.", async () => {
  const { world, a } = await setupPlayed();
  for (let session = 0; session < 2; session++) await playFor(world, a, 6);
  expect(await shortcutOf(a)).not.toHaveProperty("unwrittenSessions");
  await playFor(world, a, 6);
  expect(await shortcutOf(a)).toMatchObject({ unwrittenSessions: 3 });
  const after = await a.restart();
  expect(await shortcutOf(after)).toMatchObject({ unwrittenSessions: 3 });
  await playFor(world, after, 6, () => writeFile(after.savePath, "A1\nA2\n"));
  expect(await shortcutOf(after)).not.toHaveProperty("unwrittenSessions");
});

test("A look at the title screen is no session that should have written.", async () => {
  const { world, a } = await setupPlayed();
  for (let session = 0; session < 4; session++) await playFor(world, a, 2);
  expect(await shortcutOf(a)).not.toHaveProperty("unwrittenSessions");
});
