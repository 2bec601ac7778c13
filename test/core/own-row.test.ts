import { describe, expect, test } from "vitest";
import { withTwins } from "../../backend/core/decide/twins.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import { toBaselineRow } from "../../backend/core/seen-row.ts";
import type { Baseline } from "../../backend/core/state.ts";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import { verdictOf, view } from "./in-one-line.ts";
import {
  aBaseline,
  aLocal,
  anObservation,
  anOwnRow,
  aRow,
  fetched,
  here,
  seenOf,
  sha,
} from "./observations.ts";

/*
 * What was sent, or is agreed on by a hash alone, is unstored until RomM has shown it. Law: no save whose bytes may be
 * nowhere else is replaced unasked, and only who sent what is lost sends it again.
 */

const parent = aRow(5, "parent");
const own = anOwnRow(6, "sent");
const lostOwn = { ...own, isMissingOnDisk: true };
const newer = aRow(7, "newer");
/** Beside our row, and in the same file. */
const beside = aRow(7, "theirs");
const file = { filePath: "saves/gba/1/retroarch", fileName: "Game [same second].srm" };

const sent: Partial<Baseline> = { isStored: false, isSent: true };
const adopted: Partial<Baseline> = { isStored: false };

interface Seen {
  baseline?: Partial<Baseline>;
  rows: SaveRow[];
  /** What the row that was sent was found to hold. */
  shown?: string;
  local?: string;
}

function decisionOn({ baseline = sent, rows, shown, local = "sent" }: Seen): string {
  const sameFile = rows.filter((row) => row.id === own.id || row.filePath != null);
  const proven = new Map(shown === undefined ? [] : sameFile.map(({ id }) => [id, fetched(shown)] as const));
  const known = { baseline: aBaseline(6, "sent", baseline), seen: seenOf([parent, own]) };
  return verdictOf(anObservation({ ...known, local: aLocal(local), rows: withTwins(rows), proven }));
}

const asTwins = (...rows: SaveRow[]) => rows.map((row) => ({ ...row, ...file }));

describe("a save that was sent, and not shown yet", () => {
  test.each<[string, Seen, string]>([
    ["our row as it was sent", { rows: [parent, own] }, "keep: nothing-new"],
    ["our row with another hash", { rows: [parent, anOwnRow(6, "theirs")] }, "conflict: raced"],
    [
      "our row with another hash, a day later",
      { rows: [parent, anOwnRow(6, "theirs", { updatedAtMs: 86_400_000 })] },
      "conflict: raced",
    ],
    ["our row without its file", { rows: [parent, lostOwn] }, "upload: lost-on-server"],
    ["newer rows above it", { rows: [parent, own, newer] }, "compare 6"],
    ["... and it was shown", { rows: [parent, own, newer], shown: "sent" }, "download: newer-on-server"],
    ["... and other bytes are in it", { rows: [parent, own, newer], shown: "theirs" }, "conflict: raced"],
    ["... and its file is gone", { rows: [parent, lostOwn, newer] }, "conflict: raced"],
    ["... and it is not listed any more", { rows: [parent, newer] }, "ask: server-went-back"],
    [
      "played on, and our row without its file",
      { rows: [parent, lostOwn], local: "on" },
      "upload: played-here",
    ],
  ])("%s", (_name, seen, expected) => {
    expect(decisionOn(seen)).toBe(expected);
  });
});

test("a save that was shown comes down when its row is changed in place", () => {
  const changed = anOwnRow(6, "in the browser", { updatedAtMs: 7000 });
  expect(decisionOn({ baseline: {}, rows: [parent, changed] })).toBe("download: newer-on-server");
});

describe("a save that is agreed on by its hash alone", () => {
  test.each<[string, Seen, string]>([
    ["newer rows above it", { rows: [parent, own, newer] }, "compare 6"],
    ["... and its file is gone", { rows: [parent, lostOwn, newer] }, "conflict: raced"],
    [
      "its row without its file: whoever sent it sends it again",
      { rows: [parent, lostOwn] },
      "keep: nothing-new",
    ],
  ])("%s", (_name, seen, expected) => {
    expect(decisionOn({ ...seen, baseline: adopted })).toBe(expected);
  });
});

test("a clock that went on, here or there, is no other Deck's upload", () => {
  const clocked = (content: string) => ({
    sizeBytes: 100,
    isBlank: false,
    body: { progress: sha("sent"), hasClock: true, measure: {} } as const,
    sha256: sha(content),
  });
  const facts = {
    local: { ...aLocal("clock here"), ...clocked("clock here") },
    // As an observation tells it, whose save differs from the agreed one by its clock alone.
    baseline: aBaseline(6, "clock here", { ...sent, row: toBaselineRow(own) }),
    seen: seenOf([parent, own]),
    rows: [parent, own, newer],
  };
  const shown = { ...fetched("clock as sent"), content: clocked("clock as sent") };
  const proven = new Map([[own.id, shown]]);
  expect(verdictOf(anObservation({ ...facts, proven }))).toBe("download: newer-on-server");
  const other = new Map([[own.id, fetched("theirs")]]);
  expect(verdictOf(anObservation({ ...facts, proven: other }))).toBe("conflict: raced");
});

describe("two rows with one file", () => {
  const lower = aRow(6, "theirs", { ...file, id: 5.5 as SaveId });
  test("ours is the newest: what is in it is looked at, and sent again if it is ours", () => {
    const rows = [parent, ...asTwins(lower, own)];
    expect(decisionOn({ rows })).toBe("compare 6");
    expect(decisionOn({ rows, shown: "sent" })).toBe("upload: lost-on-server");
    expect(decisionOn({ rows, shown: "theirs" })).toBe("conflict: raced");
  });
  test("ours is below: theirs may hold what was sent from here, and asks if it does not", () => {
    const rows = [parent, ...asTwins(own, beside)];
    expect(decisionOn({ rows })).toBe("compare 7");
    expect(decisionOn({ rows, shown: "sent" })).toBe("adopt: equal-content");
    expect(decisionOn({ rows, shown: "theirs" })).toBe("conflict: raced");
  });
  test("the other one is no news of its own: it holds what ours holds", () => {
    const baseline = aBaseline(6, "sent", { ...sent, parentSaveId: parent.id });
    expect(view([parent, ...asTwins(lower, own)], { baseline, seen: [parent, own] })).toBe(
      "unchanged, head 6",
    );
    expect(view([parent, lower, own], { baseline, seen: [parent, own] })).toBe(
      "unchanged, head 6, raced by 5.5",
    );
  });
  test("a hash of theirs is not believed", () => {
    const local = aLocal("sent");
    const [a, b] = withTwins(asTwins(own, beside));
    expect(verdictOf(anObservation({ local, rows: b ? [b] : [] }))).toBe("compare 7");
    expect(verdictOf(anObservation({ local, rows: [...(a ? [a] : []), newer] }))).toBe(
      "conflict: first-meeting",
    );
  });
});

describe("what stands here is an older row", () => {
  const baseline = aBaseline(9, "other", { isTrusted: false });
  test("that answers: RomM's newest comes down", () => {
    for (const known of [{}, { baseline }]) {
      const facts = { local: aLocal("parent"), rows: [parent, newer], ownDeviceId: here };
      expect(verdictOf(anObservation({ ...known, ...facts }))).toBe("download: older-version-here");
    }
  });
  test("whose file is lost: it is nowhere else, and asks", () => {
    const rows = [parent, { ...own, isMissingOnDisk: true }];
    const local = aLocal("sent");
    expect(verdictOf(anObservation({ local, rows }))).toBe("conflict: first-meeting");
    expect(verdictOf(anObservation({ local, rows, baseline }))).toBe("conflict: unproven-differs");
  });
});

describe("a new row of which RomM tells no hash", () => {
  const baseline = aBaseline(6, "sent");
  const facts = { local: aLocal("on", { sizeBytes: 120 }), baseline, seen: seenOf([parent, own]) };
  const again = aRow(7, "?", { contentHash: null, originDeviceId: null });
  test("is compared before it is asked about, where it may be what was agreed on", () => {
    expect(verdictOf(anObservation({ ...facts, rows: [parent, own, again] }))).toBe("compare 7");
    const grown = { ...again, sizeBytes: 140 };
    expect(verdictOf(anObservation({ ...facts, rows: [parent, own, grown] }))).toBe("conflict: both-changed");
  });
  test("is no news where it is", () => {
    const proven = (content: string) => new Map([[again.id, fetched(content)]]);
    const rows = [parent, own, again];
    expect(verdictOf(anObservation({ ...facts, rows, proven: proven("sent") }))).toBe("upload: played-here");
    expect(verdictOf(anObservation({ ...facts, rows, proven: proven("theirs") }))).toBe(
      "conflict: both-changed",
    );
  });
});
