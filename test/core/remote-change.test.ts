import { describe, expect, test } from "vitest";
import { viewRemote } from "../../backend/core/decide/remote-change.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import { toSeenRow } from "../../backend/core/seen-row.ts";
import type { ContentHash, SaveId } from "../../backend/core/vocabulary.ts";
import { agreed, type Facts, older, view } from "./in-one-line.ts";
import { aBaseline, aLocal, anOldRow, aRow, fetched, here, md5, sha } from "./observations.ts";

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

test("nor does the date of a row below the agreed one that was never listed", () => {
  expect(view([{ ...older, updatedAtMs: 99_000 }, agreed], { seen: [agreed] })).toBe("unchanged, head 5");
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
    const edited = aRow(5, "edited", { createdAtMs: agreed.createdAtMs });
    expect(view([older, edited], { local: aLocal("agreed") })).toBe("modified, head 5");
    expect(view([older, edited], { local: aLocal("played") })).toBe("modified, head 5");
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

describe("RomM before 4.9 leaves the hash on a row that was changed in place, and no update of it mends that", () => {
  const old = anOldRow(4, "older");
  const web = (facts: Partial<SaveRow>) => anOldRow(5, "agreed", { updatedAtMs: 60_000, ...facts });
  const proven = (id: number, content: string) => ({ proven: new Map([[id as SaveId, fetched(content)]]) });
  test("another size is a change", () => {
    expect(view([old, web({ sizeBytes: 120 })])).toBe("modified, head 5");
  });
  test("another date over the same size is compared", () => {
    expect(view([old, web({})])).toBe("compare 5");
  });
  test("other bytes are a change", () => {
    expect(view([old, web({})], proven(5, "edited"))).toBe("modified, head 5");
  });
  test("the agreed bytes are none", () => {
    expect(view([old, web({})], proven(5, "agreed"))).toBe("unchanged, head 5");
  });
  test("the hash that was left on the agreed row does not speak for a row above it", () => {
    const baseline = aBaseline(5, "agreed", { row: { id: 5 as SaveId, ...toSeenRow(web({})) } });
    const local = aLocal("agreed");
    expect(view([web({}), anOldRow(70, "agreed")], { baseline, local })).toBe("modified, head 70");
  });
  test("where the player chose this device's bytes over the row, a date is no reason to ask again", () => {
    const baseline = aBaseline(5, "agreed", { sha256: null });
    expect(view([old, web({})], { baseline })).toBe("compare 5");
    expect(view([old, web({})], { baseline, ...proven(5, "agreed") })).toBe("unchanged, head 5");
    expect(view([old, web({})], { baseline, ...proven(5, "edited") })).toBe("modified, head 5");
  });
  test("an older row is compared with the hash that was left on it", () => {
    const redated = { ...old, updatedAtMs: 60_000 };
    expect(view([redated, agreed])).toBe("compare 4");
    expect(view([redated, agreed], proven(4, "edited"))).toBe("modified, head 4");
    expect(view([redated, agreed], proven(4, "older"))).toBe("unchanged, head 5");
  });
  test("an older row that was overwritten before it was ever seen has no witness, and replaces nothing newer", () => {
    const overwritten = { ...old, updatedAtMs: 30_000 };
    const facts = { seen: [overwritten, agreed], ...proven(4, "edited") };
    expect(view([{ ...overwritten, updatedAtMs: 60_000 }, agreed], facts)).toBe("unchanged, head 5");
    const rehashed = { ...overwritten, contentHash: md5("edited"), updatedAtMs: 60_000 };
    expect(view([rehashed, agreed], facts)).toBe("unchanged, head 5");
  });
  test("a hash that an update of RomM computed where none was is no change over the same size", () => {
    const unhashed = { ...old, contentHash: null };
    const hashed = { ...old, updatedAtMs: 60_000 };
    expect(view([hashed, agreed], { seen: [unhashed, agreed] })).toBe("unchanged, head 5");
    const grown = { ...hashed, sizeBytes: old.sizeBytes + 1 };
    expect(view([grown, agreed], { seen: [unhashed, agreed] })).toBe("modified, head 4");
  });
  test("one that was overwritten while RomM told its maker had the hash of its bytes: that is a witness", () => {
    const told = aRow(4, "older", { updatedAtMs: 30_000 });
    const facts = { seen: [told, agreed], ...proven(4, "edited") };
    expect(view([{ ...told, originDeviceId: null, updatedAtMs: 60_000 }, agreed], facts)).toBe(
      "modified, head 4",
    );
  });
  test("a row above the agreed one that was known by then is no news, until it is changed", () => {
    const known = { baseline: aBaseline(4, "older"), seen: [older, agreed] };
    expect(view([older, agreed], known)).toBe("unchanged, head 4, buried");
    const edited = aRow(5, "edited", { createdAtMs: agreed.createdAtMs });
    expect(view([older, edited], known)).toBe("modified, head 5");
    expect(view([older, agreed, aRow(6, "b")], known)).toBe("modified, head 6");
  });
  test("a row that was remembered without size and date is taken as it was", () => {
    const seen = { 5: { contentHash: agreed.contentHash, createdAtMs: agreed.createdAtMs } };
    const baseline = aBaseline(5, "agreed", { row: { id: 5 as SaveId, ...seen[5] } });
    const facts = { baseline, seen, proven: new Map(), ownDeviceId: here };
    expect(viewRemote([web({})], facts)).toMatchObject({ change: "unchanged", unsettled: null });
  });
});

describe("a row without a hash", () => {
  const bare = { ...agreed, contentHash: null };
  const baseline = aBaseline(5, "agreed", { row: { id: bare.id, createdAtMs: 5000, contentHash: null } });
  const facts = { baseline, seen: [older, bare] };
  test("changed in size is new", () => {
    expect(view([older, { ...bare, sizeBytes: 1 }], facts)).toBe("modified, head 5");
  });
  test("re-dated is compared, since its date alone says nothing", () => {
    expect(view([older, { ...bare, updatedAtMs: 60_000 }], facts)).toBe("compare 5");
  });
  test("re-dated, and its file is gone: what it may hold is not covered", () => {
    const gone = { ...bare, updatedAtMs: 60_000, isMissingOnDisk: true };
    expect(view([older, gone], facts)).toBe("modified, head 5");
    expect(view([{ ...gone, id: older.id, createdAtMs: older.createdAtMs }, agreed])).toBe(
      "modified, head 4",
    );
  });
  test("that is as it was, but for its lost file, is unchanged", () => {
    expect(view([older, { ...bare, isMissingOnDisk: true }], facts)).toBe("unchanged, head 5");
  });
  test("older than the agreed one, a date changes nothing", () => {
    const old = { ...older, contentHash: null };
    expect(view([{ ...old, updatedAtMs: 60_000 }, agreed], { seen: [old, agreed] })).toBe(
      "unchanged, head 5",
    );
  });
});

describe("a server that computes its hashes anew", () => {
  const rehashed = [
    anOldRow(4, "older, anew", { updatedAtMs: 90_000 }),
    anOldRow(5, "agreed, anew", { updatedAtMs: 60_000 }),
  ];
  const local = aLocal("agreed", { isZip: true, contentHash: md5("agreed, anew") });
  const played = aLocal("played", { isZip: true });
  const proven = (id: number, ...contentHashes: ContentHash[]): Facts => ({
    proven: new Map([[id as SaveId, { sha256: sha("agreed"), contentHashes }]]),
  });
  test("is found out by the agreed bytes, which still are here", () => {
    expect(view(rehashed, { local })).toBe("unchanged, head 5");
  });
  test("is found out by fetching the agreed row, where this device was played on", () => {
    expect(view(rehashed, { local: played })).toBe("compare 5");
    expect(view(rehashed, { local: played, ...proven(5) })).toBe("unchanged, head 5");
  });
  test("is found out by the old rule's hash of an older row, where the agreed one was hashed by the new rule", () => {
    const rows = [anOldRow(4, "older, anew", { updatedAtMs: 90_000 }), agreed];
    expect(view(rows, { local })).toBe("compare 4");
    expect(view(rows, { local, ...proven(4, md5("older"), md5("older, anew")) })).toBe("unchanged, head 5");
    expect(view(rows, { local, ...proven(4, md5("edited"), md5("older, anew")) })).toBe("modified, head 4");
  });
  test("does not hide a change in size", () => {
    const rows = [anOldRow(4, "older, anew", { sizeBytes: 7 }), ...rehashed.slice(1)];
    expect(view(rows, { local })).toBe("modified, head 4");
  });
});

describe("a slot that was filled again with what was agreed on", () => {
  const local = aLocal("played");
  test("holds nothing new", () => {
    expect(view([aRow(7, "agreed")], { local, seen: [agreed] })).toBe("unchanged, head 7");
  });
  test("holds something new if another row is there too", () => {
    expect(view([aRow(6, "b"), aRow(7, "agreed")], { local, seen: [agreed] })).toBe("modified, head 7");
  });
  test.each<[string, Partial<SaveRow>]>([
    ["that may have been overwritten", { updatedAtMs: 60_000 }],
    ["of another size", { sizeBytes: 7 }],
  ])("a row %s is new", (_name, facts) => {
    expect(view([aRow(7, "agreed", facts)], { local, seen: [agreed] })).toBe("modified, head 7");
  });
  test("a zip's hash does not tell of what lies outside of its entries", () => {
    const zip = aLocal("played", { isZip: true });
    expect(view([aRow(7, "agreed")], { local: zip, seen: [agreed] })).toBe("modified, head 7");
  });
  test("what the player chose another save over is new when it comes back", () => {
    const baseline = aBaseline(5, "agreed", { sha256: null });
    expect(view([aRow(7, "agreed")], { local, baseline, seen: [agreed] })).toBe("modified, head 7");
  });
});
