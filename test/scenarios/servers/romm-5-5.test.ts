import { describe, expect, test } from "vitest";
import type { SaveId, Slot } from "../../../backend/core/vocabulary.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { answer } from "../../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { contentHash } from "../../world/romm/content-hash.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** RomM 5.5 beside a client that speaks of snapshots. The Deck and RomM hold `A1`, and that client keeps the line since. */
async function setupLine(how: { keeps?: string; format?: "native" | "neutral"; emulator?: string } = {}) {
  const world = await setupWorld({ version: "5.5.0" });
  const deck = await world.deck("A");
  await deck.play("A1");
  expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  const other = snapshotClient(world);
  const first = other.push(how.keeps ?? "A1\n", { ...how, isFirst: true });
  return { world, deck, other, first };
}

/** Another client of the line: what it keeps lies in no slot. */
function snapshotClient(world: World) {
  const { rules } = world.romm;
  const channel = () => rules.database.channels[0] ?? expect.fail("There is no channel.");
  const fileId = () => rules.database.roms.find(({ id }) => id === world.romId)?.files[0]?.id ?? 0;
  function send(save: object, more: object, isFirst = false) {
    world.time.advance(60_000);
    const expectedCurrentId = isFirst ? null : channel().current_snapshot_id;
    const answered = rules.snapshots.push(callerOf(world), {
      ...{ romFileId: fileId(), channelId: channel().id, expectedCurrentId, emulator: "retroarch" },
      ...{ save, ...more },
    } as Parameters<typeof rules.snapshots.push>[1]);
    expect(answered).toMatchObject({ ok: true });
    return rules.database.snapshots.at(-1)?.save_id ?? expect.fail("No save was pushed.");
  }
  return {
    channel,
    push(text: string, p: { format?: "native" | "neutral"; emulator?: string; isFirst?: boolean } = {}) {
      const bytes = bytesOf(text);
      const save = { hash: contentHash(bytes) ?? "", format: p.format ?? "native", fileName: "Game" };
      return send(save, { bytes, ...(p.emulator && { emulator: p.emulator }) }, p.isFirst);
    },
    /** In RomM's page: the line goes back to a save that is there, and no row is made. */
    goBackTo: (saveId: number) => void send({ copyOf: saveId }, {}),
    currentText() {
      const { snapshots, saves } = rules.database;
      const snapshot = snapshots.find(({ id }) => id === channel().current_snapshot_id);
      const save = saves.find(({ id }) => id === snapshot?.save_id);
      const bytes = rules.files.read(`${save?.file_path}/${save?.file_name}`);
      return new TextDecoder().decode(bytes ?? undefined);
    },
  };
}

async function lineOf(deck: EngineDeck) {
  const { decision, reason, outcome } = await deck.sync();
  return `${decision} ${reason} ${outcome}`;
}

describe("a save that another client keeps on the slot's line", () => {
  test("T2: is the newest one, though it lies in no slot, and comes down before play", async () => {
    const { deck, other } = await setupLine();
    other.push("A1\nB2\n");
    expect(await lineOf(deck)).toMatch(/^download .* done$/);
    expect(await deck.save()).toBe("A1\nB2\n");
    await deck.play("A3");
    expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(other.currentText()).toBe("A1\nB2\nA3\n");
    expect(await lineOf(deck)).toBe("keep nothing-new done");
  });

  test("T2: is asked about where both have played, and never answered with an error", async () => {
    const { deck, other } = await setupLine();
    await deck.sync();
    other.push("A1\nB2\n");
    await deck.play("A2");
    expect(await deck.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
    await answer(deck, "keep-local");
    expect(other.currentText()).toBe("A1\nA2\n");
    expect(await lineOf(deck)).toBe("keep nothing-new done");
  });

  test("T3: of another emulator, or in RomM's own form, is asked about and never passed by", async () => {
    const { deck, other } = await setupLine({ keeps: "A1\n", format: "native" });
    await deck.sync();
    other.push("NEUTRAL\n", { format: "neutral" });
    await deck.play("A2");
    expect(await deck.exit()).toMatchObject({ outcome: "asks" });
    expect(await deck.save()).toBe("A1\nA2\n");
    await answer(deck, "keep-local");
    // RomM lays ours beside the line: what was answered is not asked again.
    expect(await lineOf(deck)).toBe("keep nothing-new done");
    expect(other.currentText()).toBe("NEUTRAL\n");
  });

  test("T3: in RomM's own form is played by no way that puts a save in place", async () => {
    const { deck, other } = await setupLine({ keeps: "A1\n", format: "native" });
    await deck.sync();
    const saveId = other.push("NEUTRAL\n", { format: "neutral" }) as SaveId;
    await deck.sync();
    const foreign = { ok: false, error: { kind: "foreign-shape" } };
    expect(await deck.api.adoptSave({ appId, saveId })).toMatchObject(foreign);
    expect(await deck.api.restoreVersion({ appId, versionId: `row:${saveId}` })).toMatchObject(foreign);
    const copied = { appId, slot: "copy" as Slot, fromVersion: `row:${saveId}` };
    expect(await deck.api.selectSlot(copied)).toMatchObject(foreign);
    expect(await deck.save()).toBe("A1\n");
  });

  test("T4: that was gone back to in RomM comes down, though no row was made", async () => {
    const { deck, other, first } = await setupLine();
    await deck.sync();
    other.push("A1\nB2\n");
    await deck.sync();
    expect(await deck.save()).toBe("A1\nB2\n");
    other.goBackTo(first);
    expect(await lineOf(deck)).toMatch(/^download .* done$/);
    expect(await deck.save()).toBe("A1\n");
  });

  test("T4: that was gone back to while we played is asked about, not undone", async () => {
    const { deck, other, first } = await setupLine();
    await deck.sync();
    other.push("A1\nB2\n");
    await deck.sync();
    await deck.play("A3");
    other.goBackTo(first);
    expect(await deck.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
    expect(other.currentText()).toBe("A1\n");
  });

  test("T5: an upload that lost the race for the line is asked about, though RomM answered 200", async () => {
    const { world, deck, other, first } = await setupLine();
    await deck.sync();
    other.push("A1\nB2\n");
    await deck.sync();
    await deck.play("A3");
    world.romm.rules.admin.loseRace(other.channel().id, first);
    expect(await deck.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
    expect([await deck.save(), other.currentText()]).toEqual(["A1\nB2\nA3\n", "A1\n"]);
    await answer(deck, "keep-local");
    expect(other.currentText()).toBe("A1\nB2\nA3\n");
    expect(await lineOf(deck)).toBe("keep nothing-new done");
  });

  test("T7: outlived by ten others, the row that we agreed on is missed by nobody", async () => {
    const { deck, other } = await setupLine();
    await deck.sync();
    for (let version = 2; version < 14; version++) other.push(`A1\nB${version}\n`);
    expect(await lineOf(deck)).toMatch(/^download .* done$/);
    expect(await deck.api.listConflicts({})).toEqual([]);
  });

  test("costs one more question before a game, and an exit that asks first", async () => {
    const { world, deck } = await setupLine();
    await deck.sync();
    world.requests();
    await deck.api.beforeLaunch({ launchId: "launch-1", appId });
    expect(world.requests()).toEqual(["GET /api/saves", "GET /api/channels"]);
  });
});

test("T6: after the library was built anew, rows that came back lie under the old id and are the game's", async () => {
  const world = await setupWorld({ version: "5.5.0" });
  const content = bytesOf("the rom");
  const { admin } = world.romm.rules;
  admin.removeRom(world.romId);
  admin.addRom({ platform: "gba", fsName: "Game.gba", content, id: world.romId });
  const deck = await world.deck("A");
  await deck.play("A1");
  await deck.sync();
  admin.removeRom(world.romId);
  const { id } = admin.addRom({ platform: "gba", fsName: "Game (new).gba", content });
  expect(await deck.sync()).toMatchObject({ reason: "unlinked" });
  const moved = expectOk(await deck.api.findMovedRoms({}));
  expect(moved).toMatchObject([{ rom: { romId: id }, by: "content" }]);
  const moves = moved.flatMap(({ appIds, rom }) => appIds.map((one) => ({ appId: one, romId: rom.romId })));
  expectOk(await deck.api.followRoms({ moves }));
  expect(await deck.sync()).not.toMatchObject({ reason: "unlinked" });
  expect(await lineOf(deck)).toBe("keep nothing-new done");
  expect(world.romm.rules.database.saves).toHaveLength(1);
});

test("T14: two Decks that send within one second are two rows, and both sessions are there", async () => {
  const world = await setupWorld({ version: "5.5.0", uploadWindowMs: () => 30 });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await b.play("B2");
  await Promise.all([a.exit(), b.exit()]);
  const rows = [...world.rows()];
  const kept = [...(await a.keptCopies()), ...(await b.keptCopies()), await a.save(), await b.save()];
  for (const session of ["A1\nA2\n", "A1\nB2\n"]) expect([...rows, ...kept]).toContain(session);
  expect(rows).not.toContain("(no content)");
});

test("T15: what a channel holds is refused with words that say where it can be deleted", async () => {
  const world = await setupWorld({ version: "5.5.0" });
  const deck = await world.deck("A");
  await deck.play("A1");
  const detail = "Game.srm belongs to a sync channel and can't be changed directly";
  await world.romm.faults.set("409", { route: "POST /api/saves", detail });
  const line = await deck.sync();
  expect(line).toMatchObject({ outcome: "failed", problem: { kind: "romm", code: "rejected" } });
  expect(JSON.stringify(line.problem)).toContain("it is part of a channel in RomM");
});
