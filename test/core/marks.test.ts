import { describe, expect, test } from "vitest";
import { type KnownBytes, settleLate } from "../../backend/core/marks/late.ts";
import { settlePull } from "../../backend/core/marks/pull.ts";
import { meetLate, rowsToProve, settlePush } from "../../backend/core/marks/push.ts";
import type { PullIntent, PullSource, PushIntent, SentUpload } from "../../backend/core/marks.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import type { Unit } from "../../backend/core/state.ts";
import type { RomId, SaveId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { aBaseline, anOwnRow, aRow, elsewhere, here, md5, seenOf, sha } from "./observations.ts";

const realPath = "/saves/Game.srm";
const source: PullSource = {
  kind: "row",
  row: { id: 6 as SaveId, createdAtMs: 6000, contentHash: md5("new") },
  seen: seenOf([aRow(5, "agreed")]),
};

const pull: PullIntent = {
  kind: "pull",
  source,
  realPath,
  sha256: sha("new"),
  sizeBytes: 100,
  replaced: sha("agreed"),
  stagedPath: "/saves/.Game.srm.savepoint-1",
  isRaced: false,
};

const push: PushIntent = {
  kind: "push",
  realPath,
  sha256: sha("played"),
  contentHash: md5("played"),
  sizeBytes: 100,
  parentSaveId: 5 as SaveId,
  sentAtMs: 0,
};

function aUnit(marks: Partial<Unit>): Unit {
  return {
    unitId: "unit" as UnitId,
    rom: { romId: 1 as RomId, platformSlug: "gba", fsName: "Game.gba" },
    slot: "autosave" as Slot,
    location: { kind: "file", path: realPath, emulator: "retroarch" },
    isTracked: true,
    baseline: aBaseline(5, "agreed"),
    seen: seenOf([aRow(5, "agreed")]),
    intent: null,
    late: [],
    owed: {},
    postponed: null,
    ...marks,
  };
}

/** `baseline 6, confirm` */
function inOneLine({ baseline, intent, owed }: Unit): string {
  const marks = [...(intent ? [intent.kind] : []), ...Object.keys(owed)].join(" ");
  return `baseline ${baseline?.row.id}${marks ? `, ${marks}` : ""}`;
}

describe("a download whose end was not recorded, once it arrived", () => {
  const facts = { live: sha("new"), isStagedGone: true, realPath, atMs: 9 };

  test("one of two rows that may be the newest is no proven baseline: nothing goes over the other unasked", () => {
    expect(settlePull(aUnit({ intent: pull }), facts).baseline?.isTrusted).toBe(true);
    const oneOfTwo = aUnit({ intent: { ...pull, source: { ...source, isOneOfTwo: true } } });
    expect(settlePull(oneOfTwo, facts).baseline?.isTrusted).toBe(false);
  });

  test("all that its listing showed is known, as if it had been recorded", () => {
    const seen = seenOf([aRow(4, "older"), aRow(5, "changed in place"), aRow(6, "new")]);
    const settled = settlePull(aUnit({ intent: { ...pull, source: { ...source, seen } } }), facts);
    expect(Object.keys(settled.seen)).toEqual(["4", "5", "6"]);
    expect(settled.seen[5]?.contentHash).toBe(md5("changed in place"));
  });

  test("RomM has shown that it holds these bytes, for they came from it", () => {
    expect(settlePull(aUnit({ intent: pull }), facts).baseline?.isStored).toBe(true);
  });

  test.each<PullSource>([{ kind: "kept-copy" }, { kind: "parked", slot: "run2" as Slot }])(
    "bytes that were this device's own ($kind) agree with no row: they are the player's change, never taken as lost",
    (own) => {
      const settled = settlePull(aUnit({ intent: { ...pull, source: own } }), facts);
      expect(inOneLine(settled)).toBe("baseline 5");
      expect(settled.baseline).toMatchObject({ sha256: sha("agreed"), chosenSha256: sha("new") });
    },
  );
});

describe("a download whose end was not recorded", () => {
  const settle = (content: string, facts: { isStagedGone: boolean; isRaced?: boolean }) =>
    inOneLine(
      settlePull(aUnit({ intent: { ...pull, isRaced: facts.isRaced ?? false } }), {
        live: sha(content),
        isStagedGone: facts.isStagedGone,
        realPath,
        atMs: 9,
      }),
    );

  test.each<[string, string, { isStagedGone: boolean; isRaced?: boolean }, string]>([
    ["the staged bytes are live: it arrived", "new", { isStagedGone: true }, "baseline 6, confirm"],
    ["the replaced bytes are live: it did not", "agreed", { isStagedGone: false }, "baseline 5"],
    ["played on after it arrived", "played", { isStagedGone: true }, "baseline 6, confirm"],
    ["played on before it arrived", "played", { isStagedGone: false }, "baseline 5"],
    [
      "raced and played on stays a question",
      "played",
      { isStagedGone: true, isRaced: true },
      "baseline 5, pull",
    ],
    ["raced, but nothing was played", "new", { isStagedGone: true, isRaced: true }, "baseline 6, confirm"],
  ])("%s", (_name, content, facts, expected) => {
    expect(settle(content, facts)).toBe(expected);
  });
});

describe("an upload whose answer was lost", () => {
  function settle(rows: SaveRow[], intent: PushIntent = push, bytes: string | null = null) {
    const proven: KnownBytes = new Map(
      bytes === null ? [] : rows.map(({ id }) => [id, { sha256: sha(bytes) }]),
    );
    const facts = { slotRows: rows, ownDeviceId: here, realPath, atMs: 9, proven };
    const settled = settlePush(aUnit({ intent }), facts);
    return `${inOneLine(settled)}, parent ${settled.baseline?.parentSaveId}`;
  }

  test("a row of ours with these bytes, newer than the parent, proves it", () => {
    expect(settle([aRow(5, "agreed"), aRow(7, "played", { originDeviceId: here })])).toBe(
      "baseline 7, parent 5",
    );
  });
  test("a server that does not tell the origin proves it by the hash", () => {
    expect(settle([aRow(7, "played", { originDeviceId: null })])).toBe("baseline 7, parent 5");
  });
  test.each<[string, ReturnType<typeof aRow>]>([
    ["another device's row with these bytes", aRow(7, "played", { originDeviceId: elsewhere })],
    ["an older row with these bytes", aRow(4, "played", { originDeviceId: here })],
    ["a row with other bytes", aRow(7, "other", { originDeviceId: here })],
    ["a row of another size", aRow(7, "played", { originDeviceId: here, sizeBytes: 1 })],
  ])("%s does not", (_name, row) => {
    expect(settle([row])).toBe("baseline 5, push, parent null");
  });
  test.each<[string, string | null, string]>([
    ["nothing is proven", null, "baseline 5, push, parent null"],
    ["its bytes prove it", "played", "baseline 7, parent 5"],
    ["other bytes do not", "other", "baseline 5, push, parent null"],
  ])("without hash and without origin %s", (_name, bytes, expected) => {
    const row = aRow(7, "played", { originDeviceId: null, contentHash: null });
    expect(settle([row], { ...push, contentHash: null }, bytes)).toBe(expected);
    expect(rowsToProve(aUnit({ intent: push }), { slotRows: [row], ownDeviceId: here })).toEqual([row]);
  });
});

describe("an unanswered first upload that came late, where nothing was agreed on", () => {
  const { kind: _push, ...sent } = push;
  const first: SentUpload = { ...sent, parentSaveId: null };
  function meet(rows: SaveRow[], change: Partial<Unit> = {}) {
    const unit = aUnit({ baseline: null, seen: {}, late: [first], ...change });
    const met = meetLate(unit, { slotRows: rows, ownDeviceId: here, realPath, atMs: 9, proven: new Map() });
    return met === unit ? "as before" : `${inOneLine(met)}, ${met.baseline?.sha256 === sha("played")}`;
  }
  test("is what was agreed on: whatever stands here came after it", () => {
    expect(meet([anOwnRow(1, "played")])).toBe("baseline 1, true");
  });
  test.each<[string, SaveRow[], Partial<Unit>]>([
    ["another row is in the slot", [anOwnRow(1, "played"), aRow(2, "other")], {}],
    ["it is another device's row", [aRow(1, "played")], {}],
    ["no row came", [], {}],
    ["it was of another place", [anOwnRow(1, "played")], { late: [{ ...first, realPath: "/elsewhere" }] }],
    [
      "it was on top of another",
      [anOwnRow(6, "played")],
      { late: [{ ...first, parentSaveId: 5 as SaveId }] },
    ],
    ["something was agreed on", [anOwnRow(6, "played")], { baseline: aBaseline(5, "agreed") }],
  ])("is not where %s", (_name, rows, change) => {
    expect(meet(rows, change)).toBe("as before");
  });
});

describe("an unanswered upload that came late", () => {
  const { kind: _push, ...sent } = push;
  const late: SentUpload[] = [{ ...sent, parentSaveId: 4 as SaveId }];
  function settle(rows: SaveRow[], baselineId: number) {
    const unit = { ...aUnit({ late }), baseline: aBaseline(baselineId, "newer") };
    const settled = settleLate(unit, { slotRows: rows, ownDeviceId: here, proven: new Map() });
    return `${settled.late.length} expected, seen ${Object.keys(settled.seen).join()}`;
  }
  test("is expected no more once its row lies below the agreed one, and its row is known", () => {
    expect(settle([aRow(5, "agreed"), anOwnRow(6, "played"), aRow(7, "newer")], 7)).toBe(
      "0 expected, seen 5,6",
    );
  });
  test.each<[string, SaveRow[], number]>([
    ["its row lies on top, and what is agreed is not the newest again", [anOwnRow(6, "played")], 5],
    ["its row is another device's", [aRow(6, "played"), aRow(7, "newer")], 7],
    ["no row came", [aRow(7, "newer")], 7],
  ])("is expected while %s", (_name, rows, baselineId) => {
    expect(settle(rows, baselineId)).toBe("1 expected, seen 5");
  });
});
