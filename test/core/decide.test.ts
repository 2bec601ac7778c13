import { describe, expect, test } from "vitest";
import { decide } from "../../backend/core/decide/decide.ts";
import type { LocalSide } from "../../backend/core/decide/observation.ts";
import { decisionTable } from "../../backend/core/decide/table.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import { toSeenRow } from "../../backend/core/seen-row.ts";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import { verdictOf } from "./in-one-line.ts";
import {
  aBaseline,
  aLocal,
  anObservation,
  anOldRow,
  anOwnRow,
  aRow,
  fetched,
  md5,
  seenOf,
  sha,
} from "./observations.ts";

describe("with a baseline, every cell of the table decides", () => {
  const older = aRow(4, "older");
  const agreed = aRow(5, "agreed");
  const locals: Record<string, LocalSide> = {
    unchanged: aLocal("agreed"),
    modified: aLocal("played"),
    absent: { kind: "absent" },
  };
  const remotes: Record<string, SaveRow[]> = {
    unchanged: [older, agreed],
    modified: [older, agreed, aRow(6, "elsewhere")],
    gone: [],
    behind: [older],
  };
  test.each(Object.entries(decisionTable))("%s", (cell, { decision, reason }) => {
    const [local = "", remote = ""] = cell.split("/");
    const observation = anObservation({
      local: locals[local] ?? { kind: "absent" },
      baseline: aBaseline(5, "agreed"),
      seen: seenOf([older, agreed]),
      rows: remotes[remote] ?? [],
    });
    expect(verdictOf(observation)).toBe(`${decision}: ${reason}`);
  });
});

describe("equality comes first", () => {
  const agreed = aRow(5, "agreed");
  test("the same bytes on both sides are adopted, although both moved since the baseline", () => {
    const rows = [agreed, aRow(6, "same")];
    const facts = { local: aLocal("same"), baseline: aBaseline(5, "agreed"), seen: seenOf([agreed]), rows };
    expect(verdictOf(anObservation(facts))).toBe("adopt: equal-content");
  });
  test("equal content is adopted even where the server went back", () => {
    const older = aRow(4, "older");
    const facts = {
      local: aLocal("older"),
      baseline: aBaseline(5, "agreed"),
      seen: seenOf([older, agreed]),
      rows: [older],
    };
    expect(verdictOf(anObservation(facts))).toBe("adopt: equal-content");
  });
  test("a row without a hash and of the same size is fetched and compared", () => {
    const rows = [aRow(6, "?", { contentHash: null })];
    expect(verdictOf(anObservation({ local: aLocal("mine"), rows }))).toBe("compare 6");
  });
  test("a fetched row's own hash settles it", () => {
    const rows = [aRow(6, "?", { contentHash: null })];
    const proven = new Map([[6 as SaveId, fetched("mine")]]);
    expect(verdictOf(anObservation({ local: aLocal("mine"), rows, proven }))).toBe("adopt: equal-content");
  });
  test.each(["mine", "by its bytes"])(
    "of a row that RomM before 4.9 made, the hash of a zip (%s) proves nothing",
    (hash) => {
      const local = aLocal("mine", { isZip: true });
      expect(verdictOf(anObservation({ local, rows: [anOldRow(6, hash)] }))).toBe("compare 6");
    },
  );
  test("nor does the hash of a plain file that may have been overwritten since", () => {
    const rows = [anOldRow(6, "mine", { updatedAtMs: 60_000 })];
    expect(verdictOf(anObservation({ local: aLocal("mine"), rows }))).toBe("compare 6");
  });
});

describe("before an upload, what looks lost asks", () => {
  const agreed = aRow(5, "agreed");
  const known = { baseline: aBaseline(5, "agreed"), seen: seenOf([agreed]), rows: [agreed] };
  test.each<[string, Partial<ReturnType<typeof aLocal>>, string]>([
    ["a blank save", { isBlank: true }, "conflict: looks-lost"],
    ["less than half the size", { sizeBytes: 49 }, "conflict: looks-lost"],
    ["half the size", { sizeBytes: 50 }, "upload: played-here"],
  ])("%s", (_name, facts, expected) => {
    expect(verdictOf(anObservation({ ...known, local: aLocal("played", facts) }))).toBe(expected);
  });
  test("not what the player chose to keep", () => {
    const baseline = aBaseline(5, "agreed", { sha256: null, chosenSha256: sha("small") });
    const local = aLocal("small", { sizeBytes: 1 });
    expect(verdictOf(anObservation({ ...known, baseline, local }))).toBe("upload: played-here");
  });
});

describe("what is unknown moves nothing", () => {
  test("an unavailable location", () => {
    const local: LocalSide = { kind: "unavailable", detail: "no card" };
    expect(verdictOf(anObservation({ local, rows: [aRow(1, "a")] }))).toBe("skip: location-unavailable");
  });
  test("an untracked unit", () => {
    expect(verdictOf(anObservation({ isTracked: false, local: aLocal("a") }))).toBe("skip: untracked");
  });
  test("a row whose file the server lost is not fetched, and never counts as gone", () => {
    const rows = [aRow(5, "agreed"), aRow(6, "b", { isMissingOnDisk: true })];
    const facts = {
      local: aLocal("agreed"),
      baseline: aBaseline(5, "agreed"),
      seen: seenOf(rows.slice(0, 1)),
      rows,
    };
    expect(verdictOf(anObservation(facts))).toBe("skip: broken-on-server");
  });
});

test("a game that started while its save was replaced is never pushed silently", () => {
  const rows = [aRow(5, "agreed"), aRow(6, "b")];
  const facts = {
    local: aLocal("played"),
    baseline: aBaseline(5, "agreed"),
    seen: seenOf(rows.slice(0, 1)),
    rows,
  };
  expect(verdictOf(anObservation({ ...facts, isRaced: true }))).toBe("conflict: raced");
});

describe("an older upload of ours that came late", () => {
  const agreed = aRow(5, "agreed");
  const hashes = { sha256: sha("x"), contentHash: md5("x") };
  const mark = { realPath: "/saves/Game.srm", ...hashes, sizeBytes: 100, parentSaveId: null, sentAtMs: 0 };
  const known = {
    baseline: aBaseline(5, "agreed"),
    seen: seenOf([agreed]),
    rows: [agreed, anOwnRow(6, "x")],
    late: [mark],
  };
  test.each<[string, LocalSide, string]>([
    ["the agreed bytes go on top of it again", aLocal("agreed"), "upload: older-upload-came-late"],
    ["what was played since goes on top of it", aLocal("played"), "upload: played-here"],
    ["a save that vanished comes back as it was agreed", { kind: "absent" }, "download: restored"],
  ])("%s", (_name, local, expected) => {
    expect(verdictOf(anObservation({ ...known, local }))).toBe(expected);
  });
});

test("a row that may have been changed in place under its old hash is fetched before anything is decided", () => {
  const agreed = anOldRow(5, "agreed");
  const facts = {
    local: aLocal("played"),
    baseline: aBaseline(5, "agreed"),
    seen: seenOf([agreed]),
    rows: [{ ...agreed, updatedAtMs: 60_000 }],
  };
  expect(verdictOf(anObservation(facts))).toBe("compare 5");
});

describe("a save that is one file and ends like a zip", () => {
  const zip = { isZip: true, contentHash: md5("entries") };
  const agreed = aRow(5, "agreed", { contentHash: md5("entries") });
  const baseline = aBaseline(5, "agreed", { row: { id: agreed.id, ...toSeenRow(agreed) } });
  const known = { baseline, seen: seenOf([agreed]), rows: [agreed] };
  test("played on outside of its entries is not equal by their hash", () => {
    expect(verdictOf(anObservation({ ...known, local: aLocal("played", zip) }))).toBe("upload: played-here");
  });
  test("without a baseline its bytes tell", () => {
    const facts = { rows: [agreed], local: aLocal("played", zip) };
    const proven = (content: string) => new Map([[agreed.id, fetched(content)]]);
    expect(decide(anObservation(facts))).toMatchObject({ kind: "compare", row: { id: 5 } });
    expect(verdictOf(anObservation({ ...facts, proven: proven("agreed") }))).toBe("conflict: first-meeting");
    expect(verdictOf(anObservation({ ...facts, proven: proven("played") }))).toBe("adopt: equal-content");
  });
  test("is no older version of the slot's by that hash", () => {
    const rows = [agreed, aRow(6, "newer")];
    expect(verdictOf(anObservation({ rows, local: aLocal("mine", zip) }))).toBe("conflict: first-meeting");
  });
  test("as the archive of a set it has nothing outside of its entries", () => {
    const local = aLocal("zipped elsewhere", { ...zip, members: [".rtc", ".srm"] });
    expect(verdictOf(anObservation({ ...known, local }))).toBe("adopt: equal-content");
  });
});
