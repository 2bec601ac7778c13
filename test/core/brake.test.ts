import { describe, expect, test } from "vitest";
import { alarmOf, isBraking } from "../../backend/core/decide/brake.ts";
import { decide } from "../../backend/core/decide/decide.ts";
import type { Observation } from "../../backend/core/decide/observation.ts";
import type { HeldReason } from "../../backend/core/vocabulary.ts";
import { aBaseline, aLocal, anObservation, aRow, seenOf, sha } from "./observations.ts";

describe("the brake", () => {
  test.each([
    // alarming, looked, brakes
    [0, 0, false],
    [0, 40, false],
    [1, 1, false],
    [2, 2, false],
    [2, 3, false],
    [3, 3, true],
    [3, 5, true],
    [3, 6, false],
    [4, 7, true],
    [12, 20, true],
    [10, 20, false],
    [20, 40, false],
    [21, 40, true],
  ])("%i of %i that look lost: held is %s", (alarming, looked, brakes) => {
    expect(isBraking({ alarming, looked })).toBe(brakes);
  });
});

/** What was agreed on is row 2, "two", after row 1, "one". */
const rows = [aRow(1, "one"), aRow(2, "two")];
const baseline = aBaseline(2, "two");
const agreed = { baseline, seen: seenOf(rows), rows };

function alarmIn(facts: Parameters<typeof anObservation>[0]) {
  const observation: Observation = anObservation({ ...agreed, ...facts });
  const verdict = decide(observation);
  return verdict.kind === "decided" ? alarmOf(observation, verdict) : "compare";
}

describe("what counts", () => {
  const absent = { kind: "absent" } as const;
  test.each<[string, Parameters<typeof alarmIn>[0], HeldReason | null]>([
    // what happened, facts, why it counts
    ["nothing", { local: aLocal("two") }, null],
    ["RomM has a newer one", { local: aLocal("two"), rows: [...rows, aRow(3, "three")] }, null],
    ["played here", { local: aLocal("mine") }, null],
    ["played on both", { local: aLocal("mine"), rows: [...rows, aRow(3, "three")] }, null],
    ["equal on both", { local: aLocal("three"), rows: [...rows, aRow(3, "three")] }, null],
    ["vanished", { local: absent }, "vanished"],
    ["vanished, and RomM is newer", { local: absent, rows: [...rows, aRow(3, "three")] }, "vanished"],
    ["vanished on both", { local: absent, rows: [] }, "vanished"],
    ["RomM went back", { local: aLocal("two"), rows: [aRow(1, "one")] }, "behind"],
    ["RomM went back, played here", { local: aLocal("mine"), rows: [aRow(1, "one")] }, "behind"],
    ["gone from RomM", { local: aLocal("two"), rows: [] }, "gone"],
    ["gone from RomM, played here", { local: aLocal("mine"), rows: [] }, "gone"],
    ["blank", { local: aLocal("blank", { isBlank: true }) }, "looks-lost"],
    ["much smaller", { local: aLocal("small", { sizeBytes: 49 }) }, "looks-lost"],
    ["an older version is back", { local: aLocal("one") }, "older-content"],
    [
      "an older version is back, RomM is newer",
      { local: aLocal("one"), rows: [...rows, aRow(3, "three")] },
      "older-content",
    ],
    [
      "an older version is back, RomM was not asked",
      { local: aLocal("one"), remote: { kind: "assumed" } },
      "older-content",
    ],
    [
      "an older version that the player chose",
      { local: aLocal("one"), baseline: aBaseline(2, "two", { chosenSha256: sha("one") }) },
      null,
    ],
    ["never in sync", { local: absent, baseline: null, seen: {} }, null],
    ["an older version of before the first sync", { local: aLocal("one"), baseline: null, seen: {} }, null],
  ])("%s", (_, facts, alarm) => {
    expect(alarmIn(facts)).toBe(alarm);
  });
});
