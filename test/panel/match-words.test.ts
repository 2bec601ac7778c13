import { expect, test } from "vitest";
import { matchEvidence, scanFailure } from "../../src/words/en/matches.ts";

const sentences = [
  ...Object.values(matchEvidence),
  scanFailure({ kind: "signed-out" }),
  scanFailure({ kind: "steam-not-found", paths: ["/home/deck/.steam/steam/userdata"] }),
  scanFailure({ kind: "steam-unreadable", path: "/home/deck/x.vdf", detail: "The file ends in the middle." }),
  scanFailure({ kind: "disk", detail: "EACCES: /home/deck" }),
  scanFailure({ kind: "romm", code: "offline", detail: "connect ECONNREFUSED" }),
];

test.each(sentences)("“%s” is a whole sentence in the player's words", (sentence) => {
  expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(sentence).not.toMatch(/\/|\brom\b|shortcuts\.vdf|hash|slot|E[A-Z]{3,}/);
});

test("every reason is told in other words", () => {
  expect(new Set(Object.values(matchEvidence)).size).toBe(Object.keys(matchEvidence).length);
});

test("what stands beside a game fits on its line", () => {
  for (const sentence of Object.values(matchEvidence))
    expect(sentence.length, sentence).toBeLessThanOrEqual(56);
});
