import { expect, test } from "vitest";
import { decideStatus } from "../../backend/core/play-status/decide-status.ts";
import { statusFromAward } from "../../backend/core/play-status/status-from-award.ts";
import type { PlayStatus, PlayStatusReason } from "../../backend/core/vocabulary.ts";

const mapping: [award: string | null, status: PlayStatus | null][] = [
  [null, "incomplete"],
  ["beaten-softcore", "finished"],
  ["beaten-hardcore", "finished"],
  ["completed", "completed_100"],
  ["mastered", "completed_100"],
  ["legendary", null],
  ["", null],
  ["Mastered", null],
  ["toString", null],
];

test.each(mapping)("the award %j means the status %j", (award, status) => {
  expect(statusFromAward(award)).toBe(status);
});

type Row = [
  law: string,
  award: string | null,
  status: string | null,
  isOurs: boolean,
  raAlwaysWins: boolean,
  write: PlayStatus | null,
  reason: PlayStatusReason,
];

// biome-ignore format: a table
const rules: Row[] = [
  ["an empty status is filled",                            null,              null,            false, false, "incomplete",    "no-status"],
  ["a status that the player cleared is ours again",       "mastered",        null,            false, false, "completed_100", "no-status"],
  ["ours follows the progress",                            "beaten-hardcore", "incomplete",    true,  false, "finished",      "follows"],
  ["ours follows to the end",                              "mastered",        "finished",      true,  false, "completed_100", "follows"],
  ["a lower award lowers nothing by itself",               null,              "finished",      true,  false, null,            "lower-award"],
  ["unless RetroAchievements always wins",                 null,              "finished",      true,  true,  "incomplete",    "follows"],
  ["what stands as it should is not written",              "mastered",        "completed_100", true,  false, null,            "up-to-date"],
  ["nor if the player set the same",                       "mastered",        "completed_100", false, false, null,            "up-to-date"],
  ["the player's status stays",                            "mastered",        "finished",      false, false, null,            "set-by-hand"],
  ["the player's status stays if it claims more",          null,              "finished",      false, false, null,            "set-by-hand"],
  ["a status of another RomM that we do not know stays",   null,              "wishlisted",    false, false, null,            "set-by-hand"],
  ["RetroAchievements wins where the player says so",      "mastered",        "finished",      false, true,  "completed_100", "always-wins"],
  ["also downwards",                                       null,              "finished",      false, true,  "incomplete",    "always-wins"],
  ["retired stays",                                        "mastered",        "retired",       false, false, null,            "off-limits"],
  ["retired stays even if RetroAchievements always wins",  "mastered",        "retired",       false, true,  null,            "off-limits"],
  ["retired stays even if we wrote it",                    "mastered",        "retired",       true,  true,  null,            "off-limits"],
  ["never playing stays",                                  null,              "never_playing", false, true,  null,            "off-limits"],
  ["an unknown award changes nothing",                     "legendary",       null,            false, true,  null,            "unknown-award"],
  ["an unknown award does not touch ours",                 "legendary",       "finished",      true,  true,  null,            "unknown-award"],
];

test.each(rules)("%s", (_law, award, status, isOurs, raAlwaysWins, write, reason) => {
  expect(decideStatus({ award, status, isOurs, raAlwaysWins })).toEqual({ write, reason });
});

test("carried out and looked at again, every decision is at rest", () => {
  const statuses = [
    null,
    "incomplete",
    "finished",
    "completed_100",
    "retired",
    "never_playing",
    "wishlisted",
  ];
  for (const [award] of mapping) {
    for (const status of statuses) {
      for (const isOurs of [true, false]) {
        for (const raAlwaysWins of [true, false]) {
          const { write } = decideStatus({ award, status, isOurs, raAlwaysWins });
          if (write === null) continue;
          expect(decideStatus({ award, status: write, isOurs: true, raAlwaysWins }).write).toBeNull();
        }
      }
    }
  }
});
