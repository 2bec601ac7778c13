import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { aMoment } from "../../world/engine/a-moment.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { appId } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { setupWorld } from "../../world/engine/world.ts";

/* What the player is shown to choose by: facts, and where one is not known, that it is not. */

async function conflictOn({ api }: EngineDeck): Promise<Conflict> {
  const [conflict] = await api.listConflicts({});
  return conflict ?? expect.fail("Nothing is asked.");
}

test("when both were the same, and how large; what RomM has since, and what made it", async () => {
  const { world, b } = await setupNewer();
  const sameAtMs = (await b.api.listShortcuts({}))[0]?.lastSyncedAtMs ?? expect.fail("never the same");
  world.time.advance(600_000);
  await b.write("A1\nB2\n");
  await b.sync();
  expect(await conflictOn(b)).toMatchObject({
    agreedAtMs: sameAtMs,
    sizeThen: 3,
    local: { emulator: "retroarch", sizeBytes: 6 },
    remote: { emulator: "retroarch", savesSince: 1, deviceName: "Deck A", isUploadTimeOnly: false },
  });
});

test("sessions seen running since then are counted, with their time; before the book was begun they are not known", async () => {
  const { world, b } = await setupNewer();
  b.start();
  await aMoment();
  await b.write("A1\nB2\n");
  await b.sync();
  expect((await conflictOn(b)).local).toMatchObject({ sessions: null, playedMs: null });

  const fresh = await setupWorld();
  const [a, c] = [await fresh.deck("A"), await fresh.deck("C")];
  c.start();
  await vi.waitFor(() => stat(join(fresh.folderOf("C"), "data", "plays.jsonl")));
  await a.play("A1");
  await a.sync();
  await c.sync();
  for (const minutes of [30, 40]) {
    c.processes.push(startedBySteam());
    await c.api.appStarted({ appId });
    await vi.waitFor(async () => {
      fresh.time.elapse(2500); // The next look at the process table.
      expect((await c.api.listShortcuts({}))[0]?.status.kind).toBe("playing");
    });
    fresh.time.advance(minutes * 60_000);
    await c.play(`C${minutes}`);
    c.processes.splice(0);
    fresh.romm.faults.set("500", { route: "* /**" });
    await c.exit();
  }
  fresh.romm.faults.clear();
  await a.play("A2");
  await a.sync();
  await c.sync();
  const { local } = await conflictOn(c);
  expect(local?.sessions).toBe(2);
  expect(Math.round((local?.playedMs ?? 0) / 600_000)).toBe(7);
  // Over a restart too.
  const again = await c.restart();
  again.start();
  await again.sync();
  await vi.waitFor(async () => expect((await conflictOn(again)).local).toMatchObject({ sessions: 2 }));
  void world;
});

test("which one was played later is told only where the clocks agree, and the time is not merely one of sending", async () => {
  const { world, b } = await setupNewer();
  world.time.advance(600_000);
  await b.write("A1\nB2\n");
  await b.sync();
  // The file's own time is the machine's, and the world's is not: the clocks of this world do not agree on it.
  const { isClockTrusted, later, local, remote } = await conflictOn(b);
  expect(isClockTrusted).toBe(true);
  const isLocalLater = (local?.modifiedAtMs ?? 0) > (remote?.updatedAtMs ?? 0);
  expect(later).toBe(isLocalLater ? "local" : "remote");
});
