import { describe, expect, test } from "vitest";
import type { LocalSide, Observation } from "../../backend/core/decide/observation.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import { verdictOf } from "./in-one-line.ts";
import { aBaseline, aLocal, anObservation, aRow } from "./observations.ts";

describe("first meeting", () => {
  test.each<[string, LocalSide, SaveRow[], string]>([
    ["nothing on either side", { kind: "absent" }, [], "keep: no-save-yet"],
    ["only here", aLocal("a"), [], "upload: first-upload"],
    ["only a blank first-boot save here", aLocal("0", { isBlank: true }), [], "keep: blank-save"],
    ["only on the server", { kind: "absent" }, [aRow(1, "a")], "download: first-download"],
    [
      "a blank here counts as absent",
      aLocal("0", { isBlank: true }),
      [aRow(1, "a")],
      "download: first-download",
    ],
    ["the same on both sides", aLocal("a"), [aRow(1, "a")], "adopt: equal-content"],
    ["an older version here", aLocal("a"), [aRow(1, "a"), aRow(2, "b")], "download: older-version-here"],
    ["two different saves ask", aLocal("mine"), [aRow(1, "a")], "conflict: first-meeting"],
    [
      "where nothing is here to lose, the last row made comes down, whatever the dates say",
      { kind: "absent" },
      [aRow(1, "a", { updatedAtMs: 9_000_000 }), aRow(2, "b")],
      "download: first-download",
    ],
    [
      "a head that is not the latest row asks",
      aLocal("mine"),
      [aRow(1, "a", { updatedAtMs: 9_000_000 }), aRow(2, "b")],
      "ask: ambiguous-head",
    ],
    [
      "a head that is not the latest row asks, though it is what stands here",
      aLocal("a"),
      [aRow(1, "a", { updatedAtMs: 9_000_000 }), aRow(2, "b")],
      "ask: ambiguous-head",
    ],
  ])("%s", (_name, local, rows, expected) => {
    expect(verdictOf(anObservation({ local, rows }))).toBe(expected);
  });

  test("bytes that another account wrote are never sent as this one's", () => {
    const facts = { local: aLocal("theirs"), isWrittenByOther: true };
    expect(verdictOf(anObservation(facts))).toBe("ask: other-account-wrote-here");
  });
});

describe("an unproven baseline never uploads by itself", () => {
  const baseline = aBaseline(5, "agreed", { isTrusted: false });
  test.each<[string, LocalSide, SaveRow[], string]>([
    ["equal to the head is adopted", aLocal("agreed"), [aRow(5, "agreed")], "adopt: equal-content"],
    [
      "an older version here is replaced",
      aLocal("agreed"),
      [aRow(5, "agreed"), aRow(6, "b")],
      "download: older-version-here",
    ],
    ["played since asks", aLocal("played"), [aRow(5, "agreed")], "conflict: unproven-differs"],
    ["nothing on the server asks", aLocal("agreed"), [], "conflict: unproven-differs"],
    ["nothing here is fetched", { kind: "absent" }, [aRow(5, "agreed")], "download: restored"],
    ["nothing on either side is forgotten", { kind: "absent" }, [], "forget: gone-on-both-sides"],
  ])("%s", (_name, local, rows, expected) => {
    expect(verdictOf(anObservation({ local, baseline, rows }))).toBe(expected);
  });
  test.each<[string, LocalSide]>([
    ["the last row's bytes here", aLocal("b")],
    ["an older row's bytes here", aLocal("agreed")],
  ])("a head that is not the last row asks: %s", (_name, local) => {
    const redated = aRow(5, "older", { createdAtMs: 5000, updatedAtMs: 900_000 });
    const rows = [aRow(4, "agreed"), redated, aRow(6, "b")];
    expect(verdictOf(anObservation({ local, baseline, rows }))).toBe("ask: ambiguous-head");
  });
  test("a row whose hash tells nothing is kept if it is the baseline's own, down to its date of birth", () => {
    const row = aRow(5, "agreed", { contentHash: null });
    const known = { ...baseline, row: { ...baseline.row, contentHash: null } };
    const facts = { local: aLocal("agreed"), baseline: known, rows: [row] };
    expect(verdictOf(anObservation(facts))).toBe("keep: unproven-still-head");
    const reused = { ...row, createdAtMs: 900_000 };
    expect(verdictOf(anObservation({ ...facts, rows: [reused] }))).toBe("compare 5");
  });
  test("an id that a restored server used again is not the baseline's row", () => {
    const rows = [aRow(5, "other", { createdAtMs: 900_000 })];
    const facts = { local: aLocal("agreed"), baseline, rows };
    expect(verdictOf(anObservation(facts))).toBe("conflict: unproven-differs");
  });
  test("the bytes of another slot are told as such", () => {
    const facts = {
      local: aLocal("run2"),
      baseline,
      rows: [aRow(5, "agreed")],
      otherRows: [aRow(9, "run2")],
    };
    expect(verdictOf(anObservation(facts))).toBe("ask: belongs-to-other-slot");
  });
});

describe("without asking the server", () => {
  const remote = { kind: "assumed" } as const;
  const baseline = aBaseline(5, "agreed");
  test.each<[string, Partial<Observation>, string]>([
    [
      "played on is sent, and the server's lock decides",
      { baseline, local: aLocal("played") },
      "upload: played-here",
    ],
    ["nothing new is kept", { baseline, local: aLocal("agreed") }, "keep: nothing-new"],
    ["a vanished save is asked about first", { baseline }, "skip: not-reached"],
    [
      "a blank save is asked about first",
      { baseline, local: aLocal("0", { isBlank: true }) },
      "skip: not-reached",
    ],
    ["a first save is asked about first", { local: aLocal("a") }, "skip: not-reached"],
    [
      "an unproven baseline is asked about first",
      { baseline: { ...baseline, isTrusted: false }, local: aLocal("played") },
      "skip: not-reached",
    ],
    [
      "another account's bytes are asked about first",
      { baseline, local: aLocal("b"), isWrittenByOther: true },
      "skip: not-reached",
    ],
    [
      "a raced download is asked about first",
      { baseline, local: aLocal("b"), isRaced: true },
      "skip: not-reached",
    ],
  ])("%s", (_name, facts, expected) => {
    expect(verdictOf(anObservation({ ...facts, remote }))).toBe(expected);
  });
});
