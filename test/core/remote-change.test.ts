import { describe, expect, test } from "vitest";
import { viewRemote } from "../../backend/core/decide/remote-change.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import type { Baseline } from "../../backend/core/state.ts";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import { aBaseline, aRow, here, seenOf } from "./observations.ts";

const older = aRow(4, "older");
const agreed = aRow(5, "agreed");

function view(rows: SaveRow[], facts: { baseline?: Baseline; seen?: SaveRow[] } = {}): string {
  const baseline = facts.baseline ?? aBaseline(5, "agreed");
  const { change, head, racedBy, isAmbiguous } = viewRemote(
    rows,
    baseline,
    seenOf(facts.seen ?? [older, agreed]),
    here,
  );
  const doubt = isAmbiguous ? ", ambiguous" : "";
  return `${change}, head ${head?.id ?? "none"}${doubt}${racedBy ? `, raced by ${racedBy.id}` : ""}`;
}

describe("dates alone never make a row new", () => {
  test.each<[string, SaveRow[]]>([
    ["a visibility toggle on the oldest row", [{ ...older, updatedAtMs: 99_000 }, agreed]],
    [
      "a clock set back an hour on the head",
      [older, { ...agreed, updatedAtMs: agreed.updatedAtMs - 3_600_000 }],
    ],
    ["a rounded second", [older, { ...agreed, createdAtMs: agreed.createdAtMs + 1000 }]],
  ])("%s", (_name, rows) => {
    expect(view(rows)).toBe("unchanged, head 5");
  });
});

describe("ids and hashes do", () => {
  test("a row above the baseline's is new", () => {
    expect(view([older, agreed, aRow(6, "b")])).toBe("modified, head 6");
  });
  test("of several new rows the last one is the head, although the server's clock was set back in between", () => {
    const rows = [
      agreed,
      aRow(6, "b", { updatedAtMs: 20_000 }),
      aRow(7, "c", { updatedAtMs: 20_000 }),
      aRow(8, "d"),
    ];
    expect(view(rows)).toBe("modified, head 8");
  });
  test("an in-place PUT over the baseline's row is new", () => {
    expect(view([older, aRow(5, "edited", { createdAtMs: agreed.createdAtMs })])).toBe("modified, head 5");
  });
  test("an in-place PUT over an older row is new", () => {
    expect(view([aRow(4, "edited", { createdAtMs: older.createdAtMs }), agreed])).toBe("modified, head 4");
  });
});

describe("an old row changed in place beside a new one", () => {
  const edited = (updatedAtMs: number) => aRow(4, "edited", { createdAtMs: older.createdAtMs, updatedAtMs });
  test("dated before the new one, the new one is the head", () => {
    expect(view([edited(5500), agreed, aRow(6, "b")])).toBe("modified, head 6");
  });
  test("dated after it, only the clock says which is newer", () => {
    expect(view([edited(9000), agreed, aRow(6, "b")])).toBe("modified, head 4, ambiguous");
  });
});

describe("a server that went back is seen", () => {
  test("the baseline's row is missing while an older one stands", () => {
    expect(view([older])).toBe("behind, head 4");
  });
  test("the baseline's row is missing while an older one stands, although a new row came", () => {
    expect(view([older, aRow(9, "new")])).toBe("behind, head 9");
  });
  test("an id that was re-used for another row", () => {
    expect(view([older, aRow(5, "other", { createdAtMs: 500_000 })])).toBe("behind, head 5");
  });
  test("only unknown older rows are left", () => {
    expect(view([aRow(3, "unknown")])).toBe("behind, head 3");
  });
});

test("an empty slot is gone", () => {
  expect(view([])).toBe("gone, head none");
});

test("autocleanup that pruned the baseline's row with all older ones is no step back", () => {
  expect(view([aRow(6, "b"), aRow(7, "c")])).toBe("modified, head 7");
});

describe("two devices that passed the server's check at once", () => {
  const own = aRow(7, "mine", { originDeviceId: here });
  const baseline = aBaseline(7, "mine", { parentSaveId: 5 as SaveId });
  test("an unseen row below our own, above its parent, is a race", () => {
    const facts = { baseline, seen: [older, agreed, own] };
    expect(view([older, agreed, aRow(6, "theirs"), own], facts)).toBe("unchanged, head 7, raced by 6");
  });
  test("a seen one is not", () => {
    const theirs = aRow(6, "theirs");
    expect(view([older, agreed, theirs, own], { baseline, seen: [older, agreed, theirs, own] })).toBe(
      "unchanged, head 7",
    );
  });
  test("our own is not", () => {
    const ours = aRow(6, "ours", { originDeviceId: here });
    expect(view([older, agreed, ours, own], { baseline, seen: [older, agreed, own] })).toBe(
      "unchanged, head 7",
    );
  });
});
