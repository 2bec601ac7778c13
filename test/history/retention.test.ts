import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import {
  type CopyFacts,
  isCopyOf,
  planRetention,
  type RetentionFacts,
  type StandingRow,
  type UnitFacts,
} from "../../backend/history/retention.ts";
import { copyOf, dayMs, factsOf, hashOf, nowMs, rowOf, sha256Of, unitKey } from "./copies.ts";

const leavingIds = (copies: CopyFacts[], facts: RetentionFacts) =>
  planRetention(copies, facts)
    .leaving.map(({ copy, why }) => `${copy.id}: ${why}`)
    .sort();

const standingOf = (copy: CopyFacts, facts: RetentionFacts) =>
  planRetention([copy], facts).standings.get(copy.id);

/** `C0` is the newest. */
const series = (count: number, ageDays: (index: number) => number, more: Partial<CopyFacts> = {}) =>
  Array.from({ length: count }, (_, index) => copyOf(`C${index}`, ageDays(index), more));
const rowsOf = (copies: CopyFacts[]) => copies.map((_, index) => rowOf(100 - index, `C${index}`));

describe("what a copy is", () => {
  const followed = { followedRow: 3 as SaveId };
  const fullSlot = Array.from({ length: 10 }, (_, index) => rowOf(20 + index, `R${index}`));
  test.each<[string, CopyFacts, Partial<UnitFacts>, string]>([
    ["a standing row's", copyOf("A", 1), { rows: [rowOf(1, "A")] }, "redundant"],
    ["what the save file holds", copyOf("A", 1), { liveSha256: sha256Of("A") }, "redundant"],
    ["in no row", copyOf("A", 1), { rows: [rowOf(1, "B")] }, "sole"],
    [
      "a row whose file is lost",
      copyOf("A", 1),
      { rows: [rowOf(1, "A", { isMissingOnDisk: true })] },
      "sole",
    ],
    [
      "a row that RomM never showed to hold it",
      copyOf("A", 1),
      { rows: [rowOf(1, "A", { isStored: false })] },
      "sole",
    ],
    ["a row of another length", copyOf("A", 1), { rows: [rowOf(1, "A", { sizeBytes: 9 })] }, "sole"],
    [
      "a row that was overwritten in place: its hash may be that of the bytes before",
      copyOf("A", 1),
      { rows: [rowOf(1, "A", { updatedAtMs: 9000 })] },
      "sole",
    ],
    [
      "a row that was overwritten in place after the server's clock was set back",
      copyOf("A", 1),
      { rows: [rowOf(9, "A", { updatedAtMs: 1000 })] },
      "sole",
    ],
    [
      "a row that was re-dated by what a database rounds",
      copyOf("A", 1),
      { rows: [rowOf(1, "A", { updatedAtMs: 2000 })] },
      "redundant",
    ],
    ["a row without a hash", copyOf("A", 1), { rows: [rowOf(1, "A", { contentHash: null })] }, "sole"],
    ["without a hash itself", copyOf("A", 1, { contentHash: null }), { rows: [rowOf(1, "A")] }, "sole"],
    ["pinned, whatever else", copyOf("A", 1, { isPinned: true }), { rows: [rowOf(1, "A")] }, "pinned"],
    ["nobody's", copyOf("A", 1, { unit: null }), { rows: [rowOf(1, "A")] }, "sole"],
    ["another unit's", copyOf("A", 1, { unit: "other" }), { rows: [rowOf(1, "A")] }, "sole"],
    ["cleaned from below a full slot", copyOf("A", 1, followed), { rows: fullSlot }, "cleaned"],
    ["missing, but never built upon", copyOf("A", 1), { rows: fullSlot }, "sole"],
    ["missing from a slot with room", copyOf("A", 1, followed), { rows: fullSlot.slice(1) }, "sole"],
    ["missing from a wiped slot", copyOf("A", 1, followed), { rows: [] }, "sole"],
    [
      "missing from a limitless slot",
      copyOf("A", 1, followed),
      { rows: fullSlot, cleanupLimit: null },
      "sole",
    ],
    [
      "missing above a standing row: a restored server",
      copyOf("A", 1, { followedRow: 25 as SaveId }),
      { rows: fullSlot },
      "sole",
    ],
  ])("%s", (_name, copy, unit, standing) => {
    expect(standingOf(copy, factsOf(unit))).toBe(standing);
  });

  test("the hash that RomM gives to every zip without entries proves nothing, but an empty file is an empty file", () => {
    expect(isCopyOf(rowOf(1, "", { sizeBytes: 8 }), { contentHash: hashOf(""), sizeBytes: 8 })).toBe(false);
    expect(isCopyOf(rowOf(1, ""), { contentHash: hashOf(""), sizeBytes: 0 })).toBe(true);
  });
});

describe("what leaves", () => {
  test("redundant copies beyond the newest 20", () => {
    const copies = series(23, (index) => index / 10);
    expect(leavingIds(copies, factsOf({ rows: rowsOf(copies) }))).toEqual([
      "id of C20: count",
      "id of C21: count",
      "id of C22: count",
    ]);
  });

  test("redundant copies older than 30 days, but never the newest 5", () => {
    const copies = series(8, (index) => 31 + index);
    const facts = factsOf({ rows: rowsOf(copies) });
    expect(leavingIds(copies, facts)).toEqual(["id of C5: age", "id of C6: age", "id of C7: age"]);
    expect(leavingIds(copies, { ...facts, isClockTrusted: false })).toEqual([]);
  });

  test("sole and pinned copies never, whatever their number, age and size", () => {
    const huge = { sizeBytes: 1024 ** 3 };
    const sole = series(60, (index) => index * 100, huge);
    expect(leavingIds(sole, factsOf({}))).toEqual([]);
    const pinned = sole.map((copy) => ({ ...copy, isPinned: true }));
    const rows = rowsOf(sole).map((row) => ({ ...row, ...huge }));
    expect(leavingIds(pinned, factsOf({ rows }))).toEqual([]);
  });

  test("over 1 GiB, the oldest redundant contents go until the rest fits, but never the newest 5", () => {
    const size = { sizeBytes: 150 * 1024 ** 2 };
    const copies = series(9, (index) => index, size);
    const rows = rowsOf(copies).map((row) => ({ ...row, ...size }));
    expect(leavingIds(copies, factsOf({ rows }))).toEqual(
      ["id of C7: total", "id of C8: total", "id of C6: total"].sort(),
    );
    const large = copies.map((copy) => ({ ...copy, sizeBytes: 1024 ** 3 }));
    const largeRows = rows.map((row) => ({ ...row, sizeBytes: 1024 ** 3 }));
    expect(leavingIds(large, factsOf({ rows: largeRows }))).toHaveLength(4);
  });

  test("to free space, no content of which another label stays: that would free nothing", () => {
    const size = { sizeBytes: 1024 ** 3 };
    const copies = series(7, (index) => index, size);
    const rows = rowsOf(copies).map((row) => ({ ...row, ...size }));
    const others = ["C5", "C6"].map((text) =>
      copyOf(text, 0, { ...size, id: `other ${text}`, unit: "other" }),
    );
    expect(leavingIds([...copies, ...others], factsOf({ rows }))).toEqual([]);
  });

  test("what RomM cleaned by the player's limit, only when it is older than 30 days and beyond the newest 20", () => {
    const rows = Array.from({ length: 10 }, (_, index) => rowOf(500 + index, `R${index}`));
    const copies = series(30, (index) => 20 + index, { followedRow: 3 as SaveId });
    const gone = Array.from({ length: 10 }, (_, index) => `id of C${20 + index}: age`);
    expect(leavingIds(copies, factsOf({ rows }))).toEqual(gone);
    expect(leavingIds(copies, factsOf({ rows }, { isClockTrusted: false }))).toEqual([]);
    const young = series(30, () => 29, { followedRow: 3 as SaveId });
    expect(leavingIds(young, factsOf({ rows }))).toEqual([]);
  });
});

describe("what a label learns", () => {
  const learnt = (copy: CopyFacts, rows: StandingRow[]) =>
    planRetention([copy], factsOf({ rows })).follows.map(({ followedRow }) => followedRow);

  test("that a newer row stands above its own", () => {
    expect(learnt(copyOf("A", 1), [rowOf(4, "A"), rowOf(5, "B")])).toEqual([4]);
    expect(learnt(copyOf("A", 1, { followedRow: 4 as SaveId }), [rowOf(4, "A"), rowOf(5, "B")])).toEqual([]);
  });

  test("nothing from a slot where it is the newest, or where it is not", () => {
    expect(learnt(copyOf("A", 1), [rowOf(4, "B"), rowOf(5, "A")])).toEqual([]);
    expect(learnt(copyOf("A", 1), [rowOf(4, "B")])).toEqual([]);
  });

  test("that it is the newest again: the last word of a line is nobody's past", () => {
    const copy = copyOf("A", 1, { followedRow: 4 as SaveId });
    expect(learnt(copy, [rowOf(4, "A"), rowOf(5, "B"), rowOf(6, "A")])).toEqual([null]);
  });
});

/** Few texts and units, so that contents are shared and rows match. */
const texts = ["a", "b", "cc", "dd", "eee", "f", "gggg", "h", "i", "j"] as const;
const units = [unitKey, "another unit", null] as const;
const anyCopy = fc
  .record({
    text: fc.constantFrom(...texts),
    unit: fc.constantFrom(...units),
    ageDays: fc.double({ min: -6000, max: 6000, noNaN: true }),
    isPinned: fc.boolean(),
    hasHash: fc.boolean(),
    scale: fc.constantFrom(1, 200 * 1024 ** 2),
    followedRow: fc.option(fc.integer({ min: 1, max: 60 })),
  })
  .map(({ text, ageDays, hasHash, scale, followedRow, unit, isPinned }) =>
    copyOf(`${text}${scale}`, ageDays, {
      ...{ unit, isPinned, followedRow: followedRow as SaveId | null, sizeBytes: scale },
      contentHash: hasHash ? hashOf(`${text}${scale}`) : null,
    }),
  );
const anyUnit = fc
  .record({
    rows: fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 60 }),
        text: fc.constantFrom(...texts),
        scale: fc.constantFrom(1, 200 * 1024 ** 2),
        isMissingOnDisk: fc.boolean(),
      }),
      { maxLength: 30, size: "max" },
    ),
    live: fc.option(fc.constantFrom(...texts)),
    cleanupLimit: fc.option(fc.integer({ min: 3, max: 12 })),
  })
  .map(({ rows, live, cleanupLimit }) => ({
    rows: rows.map(({ id, text, scale, isMissingOnDisk }) =>
      rowOf(id, `${text}${scale}`, { sizeBytes: scale, isMissingOnDisk }),
    ),
    liveSha256: live === null ? null : sha256Of(`${live}1`),
    cleanupLimit,
  }));
const anyCopies = fc
  .array(anyCopy, { maxLength: 80, size: "max" })
  .map((copies) => copies.map((copy, index) => ({ ...copy, id: `copy ${index}` })));
const anyFacts = fc
  .record({
    own: anyUnit,
    other: fc.option(anyUnit),
    isClockTrusted: fc.boolean(),
    jump: fc.constantFrom(0, -15, 15),
  })
  .map(({ own, other, isClockTrusted, jump }): RetentionFacts => {
    const known = other === null ? [] : [["another unit", other] as const];
    return { nowMs: nowMs + jump * 365 * dayMs, isClockTrusted, units: new Map([[unitKey, own], ...known]) };
  });

describe("for any copies, rows and clock", () => {
  /** Said once more, in other words than the plan's. */
  const isElsewhere = (copy: CopyFacts, { units: known }: RetentionFacts) => {
    const unit = known.get(copy.unit ?? "nobody");
    const isRow = (row: StandingRow) =>
      !row.isMissingOnDisk && row.contentHash === copy.contentHash && row.sizeBytes === copy.sizeBytes;
    return unit !== undefined && (unit.liveSha256 === copy.sha256 || unit.rows.some(isRow));
  };

  test("nothing pinned leaves; the newest 5 stay; what leaves is live, in a row, or the past of a full slot", () => {
    let hasLeft = 0;
    fc.assert(
      fc.property(anyCopies, anyFacts, (copies, facts) => {
        const { leaving } = planRetention(copies, facts);
        hasLeft += leaving.length;
        for (const { copy, why } of leaving) {
          const newer = copies.filter(
            (one) => one !== copy && one.unit === copy.unit && one.keptAtMs >= copy.keptAtMs,
          );
          expect(copy.isPinned).toBe(false);
          expect(newer.length).toBeGreaterThanOrEqual(5);
          if (why === "age") expect(facts.isClockTrusted).toBe(true);
          if (isElsewhere(copy, facts)) continue;
          const unit = facts.units.get(copy.unit ?? "nobody") ?? expect.fail("of an unknown unit");
          expect(newer.length).toBeGreaterThanOrEqual(20);
          expect(facts.nowMs - copy.keptAtMs).toBeGreaterThan(30 * dayMs);
          expect(unit.rows.length).toBeGreaterThanOrEqual(unit.cleanupLimit ?? Number.POSITIVE_INFINITY);
          expect(Math.min(...unit.rows.map(({ id }) => id))).toBeGreaterThan(copy.followedRow ?? Infinity);
        }
      }),
      { numRuns: 400 },
    );
    expect(hasLeft).toBeGreaterThan(100);
  });

  test("a second plan over what stayed lets nothing more go", () => {
    fc.assert(
      fc.property(anyCopies, anyFacts, (copies, facts) => {
        const gone = new Set(planRetention(copies, facts).leaving.map(({ copy }) => copy.id));
        const stayed = copies.filter(({ id }) => !gone.has(id));
        expect(planRetention(stayed, facts).leaving).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
