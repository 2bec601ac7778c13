import { describe, expect, test } from "vitest";
import { lateAfter, settleIncoming, settleLate, settleSent } from "../../backend/core/decide/marks.ts";
import type { LocalSide } from "../../backend/core/decide/observation.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import type { IncomingMark, SentMark, Unit } from "../../backend/core/state.ts";
import type { RomId, SaveId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { aBaseline, aLocal, anOwnRow, aRow, elsewhere, here, md5, seenOf, sha } from "./observations.ts";

const incoming: IncomingMark = {
  row: { id: 6 as SaveId, createdAtMs: 6000, contentHash: md5("new") },
  sha256: sha("new"),
  sizeBytes: 100,
  replaced: sha("agreed"),
  stagedPath: "/saves/.Game.srm.savepoint-1",
  isRaced: false,
};

const sent: SentMark = {
  sha256: sha("played"),
  contentHash: md5("played"),
  sizeBytes: 100,
  parentSaveId: 5 as SaveId,
  sentAtMs: 0,
};

function aUnit(marks: Unit["marks"]): Unit {
  return {
    unitId: "unit" as UnitId,
    rom: { romId: 1 as RomId, platformSlug: "gba", fsName: "Game.gba" },
    slot: "autosave" as Slot,
    location: { kind: "file", path: "/saves/Game.srm", emulator: "retroarch" },
    isTracked: true,
    baseline: aBaseline(5, "agreed"),
    seen: seenOf([aRow(5, "agreed")]),
    marks,
    postponed: null,
  };
}

describe("a download whose end was not recorded, once it arrived", () => {
  const facts = { local: aLocal("new"), isStagedGone: true, realPath: "/saves/Game.srm", atMs: 9 };

  test("one of two rows that may be the newest is no proven baseline: nothing goes over the other unasked", () => {
    expect(settleIncoming(aUnit({ incoming }), facts).baseline?.isProven).toBe(true);
    const oneOfTwo = aUnit({ incoming: { ...incoming, isOneOfTwo: true } });
    expect(settleIncoming(oneOfTwo, facts).baseline?.isProven).toBe(false);
  });

  test("all that its listing showed is known, as if it had been recorded", () => {
    const seen = seenOf([aRow(4, "older"), aRow(5, "changed in place"), aRow(6, "new")]);
    const settled = settleIncoming(aUnit({ incoming: { ...incoming, seen } }), facts);
    expect(Object.keys(settled.seen)).toEqual(["4", "5", "6"]);
    expect(settled.seen[5]?.contentHash).toBe(md5("changed in place"));
  });
});

describe("a download whose end was not recorded", () => {
  function settle(local: LocalSide, facts: { isStagedGone: boolean; isRaced?: boolean }) {
    const unit = aUnit({ incoming: { ...incoming, isRaced: facts.isRaced ?? false } });
    const settled = settleIncoming(unit, {
      local,
      isStagedGone: facts.isStagedGone,
      realPath: "/saves/Game.srm",
      atMs: 9,
    });
    const marks = Object.keys(settled.marks).join(" ");
    return `baseline ${settled.baseline?.row.id}${marks ? `, ${marks}` : ""}`;
  }

  test.each<[string, LocalSide, { isStagedGone: boolean; isRaced?: boolean }, string]>([
    ["the staged bytes are live: it arrived", aLocal("new"), { isStagedGone: true }, "baseline 6, confirm"],
    ["the replaced bytes are live: it did not", aLocal("agreed"), { isStagedGone: false }, "baseline 5"],
    ["played on after it arrived", aLocal("played"), { isStagedGone: true }, "baseline 6, confirm"],
    ["played on before it arrived", aLocal("played"), { isStagedGone: false }, "baseline 5"],
    [
      "unavailable: nothing is known yet",
      { kind: "unavailable", detail: "" },
      { isStagedGone: true },
      "baseline 5, incoming",
    ],
    [
      "raced and played on stays a question",
      aLocal("played"),
      { isStagedGone: true, isRaced: true },
      "baseline 5, incoming",
    ],
    [
      "raced, but nothing was played",
      aLocal("new"),
      { isStagedGone: true, isRaced: true },
      "baseline 6, confirm",
    ],
  ])("%s", (_name, local, facts, expected) => {
    expect(settle(local, facts)).toBe(expected);
  });
});

describe("an upload whose answer was lost", () => {
  function settle(rows: ReturnType<typeof aRow>[], mark: SentMark = sent) {
    const facts = { slotRows: rows, ownDeviceId: here, realPath: "/saves/Game.srm", atMs: 9 };
    const settled = settleSent(aUnit({ sent: mark }), facts);
    return `baseline ${settled.baseline?.row.id}, parent ${settled.baseline?.parentSaveId}${settled.marks.sent ? ", sent" : ""}`;
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
    expect(settle([row])).toBe("baseline 5, parent null, sent");
  });
  test("without hash and without origin nothing is proven", () => {
    const row = aRow(7, "played", { originDeviceId: null, contentHash: null });
    expect(settle([row], { ...sent, contentHash: null })).toBe("baseline 5, parent null, sent");
  });
});

describe("an unanswered upload that came late", () => {
  const late: SentMark[] = [{ ...sent, parentSaveId: 4 as SaveId }];
  function settle(rows: SaveRow[], baselineId: number) {
    const unit = { ...aUnit({ late }), baseline: aBaseline(baselineId, "newer") };
    const settled = settleLate(unit, { slotRows: rows, ownDeviceId: here });
    return `${settled.marks.late?.length ?? 0} expected, seen ${Object.keys(settled.seen).join()}`;
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

describe("uploads that were never answered", () => {
  const other = (content: string): SentMark => ({ ...sent, sha256: sha(content) });
  test("are remembered when another content is agreed or sent", () => {
    expect(lateAfter({ sent }, sha("newer"))).toEqual({ late: [sent] });
    expect(lateAfter({ sent }, null)).toEqual({ late: [sent] });
  });
  test("are not, when it is their own", () => {
    expect(lateAfter({ sent }, sent.sha256)).toEqual({});
    expect(lateAfter({}, sha("newer"))).toEqual({});
  });
  test("are the newest three", () => {
    const marks = { late: [other("1"), other("2"), other("3")], sent };
    expect(lateAfter(marks, sha("newer"))).toEqual({ late: [other("2"), other("3"), sent] });
  });
});
