import { describe, expect, test } from "vitest";
import type { SentUpload } from "../../backend/core/marks.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import { agreed, older, view } from "./in-one-line.ts";
import { aBaseline, anOwnRow, aRow, elsewhere, here, md5, sha } from "./observations.ts";

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
  test("one of this device that it does not know is: a cloned Deck is the same device to RomM", () => {
    const clone = aRow(6, "theirs", { originDeviceId: here });
    const facts = { baseline, seen: [older, agreed, own] };
    expect(view([older, agreed, clone, own], facts)).toBe("unchanged, head 7, raced by 6");
  });
  test("one with the same content is not", () => {
    const twin = aRow(6, "mine");
    expect(view([older, agreed, twin, own], { baseline, seen: [older, agreed, own] })).toBe(
      "unchanged, head 7",
    );
  });
  test("an older row that was changed beside our upload is asked about, since nobody knows which came first", () => {
    const edited = aRow(5, "edited", { createdAtMs: agreed.createdAtMs });
    const facts = { baseline, seen: [older, agreed, own] };
    expect(view([older, edited, own], facts)).toBe("modified, head 5, raced by 5");
    const looked = { ...baseline, parentSaveId: null };
    expect(view([older, edited, own], { ...facts, baseline: looked })).toBe("modified, head 5");
  });
  test("one that an unanswered upload of ours made is not", () => {
    const hashes = { sha256: sha("x"), contentHash: md5("x") };
    const late = { realPath: "/saves/Game.srm", ...hashes, sizeBytes: 100, parentSaveId: null, sentAtMs: 0 };
    const ours = anOwnRow(6, "x");
    const facts = { baseline, seen: [older, agreed, own], late: [late] };
    expect(view([older, agreed, ours, own], facts)).toBe("unchanged, head 7");
  });
});

describe("an upload of ours that came after a newer one of ours", () => {
  const late: SentUpload = {
    realPath: "/saves/Game.srm",
    sha256: sha("sent first"),
    contentHash: md5("sent first"),
    sizeBytes: 100,
    parentSaveId: 4 as SaveId,
    sentAtMs: 0,
  };
  const arrived = anOwnRow(6, "sent first");
  const dayMs = 24 * 3600 * 1000;
  test("is not new, and buries the agreed row", () => {
    expect(view([older, agreed, arrived], { late: [late] })).toBe("unchanged, head 5, buried");
  });
  test("told without its origin (before 4.9), is known by its hash", () => {
    expect(view([agreed, { ...arrived, originDeviceId: null }], { late: [late] })).toBe(
      "unchanged, head 5, buried",
    );
  });
  test.each<[string, SaveRow, SentUpload[]]>([
    ["never sent", arrived, []],
    ["of another device", { ...arrived, originDeviceId: elsewhere }, [late]],
    ["of other bytes", anOwnRow(6, "b"), [late]],
    ["of no known device", { ...arrived, originDeviceId: null, deviceSyncs: [] }, [late]],
    [
      "that this device is only said not to hold (before 4.9)",
      {
        ...arrived,
        originDeviceId: null,
        deviceSyncs: arrived.deviceSyncs.map((sync) => ({ ...sync, isCurrent: false })),
      },
      [late],
    ],
    [
      "that another device holds",
      { ...arrived, deviceSyncs: arrived.deviceSyncs.map((sync) => ({ ...sync, deviceId: elsewhere })) },
      [late],
    ],
    ["a day later, as a cloned Deck may send it", arrived, [{ ...late, sentAtMs: 6000 - dayMs }]],
    ["dated a day before it was sent", arrived, [{ ...late, sentAtMs: 6000 + dayMs }]],
    ["without a hash", { ...arrived, contentHash: null }, [{ ...late, contentHash: null }]],
  ])("%s is new like any other", (_name, row, marks) => {
    expect(view([older, agreed, row], { late: marks })).toBe("modified, head 6");
  });
  test("hides nothing that came from elsewhere", () => {
    expect(view([agreed, aRow(6, "b"), { ...arrived, id: 7 as SaveId }], { late: [late] })).toBe(
      "modified, head 6",
    );
  });
});
