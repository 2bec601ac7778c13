import { expect, test } from "vitest";
import { fits, withNewest } from "../../../src/screens/activity/activity-pages.ts";
import { activity } from "../overviews.ts";

const line = (id: string, more = {}) => activity(id, id, "upload", 0, more);
const idsOf = (lines: { id: string }[]) => lines.map(({ id }) => id);

test("What is new comes on top, and what was read further down stays", () => {
  const known = ["c", "b", "a"].map((id) => line(id));
  expect(
    idsOf(
      withNewest(
        known,
        ["d", "c"].map((id) => line(id)),
      ),
    ),
  ).toEqual(["d", "c", "b", "a"]);
});

test("A line that changed takes its own place; one that was taken back says so however far down it stands", () => {
  const known = [line("b"), line("a", { undo: { kind: "can", isPlayedSince: false } })];
  const seen = withNewest(known, [line("u", { undoes: "a" }), line("b", { outcome: "failed" })]);
  expect(seen.map(({ id, outcome, undo }) => [id, outcome, undo.kind === "cannot" && undo.why])).toEqual([
    ["u", "done", "nothing-changed"],
    ["b", "failed", "nothing-changed"],
    ["a", "done", "undone"],
  ]);
});

test("Where lines may be missing in between, the list begins anew", () => {
  expect(idsOf(withNewest([line("a")], [line("z"), line("y")]))).toEqual(["z", "y"]);
  expect(idsOf(withNewest([], [line("z")]))).toEqual(["z"]);
});

test("A problem is what failed or asks; the player's own are those that he did", () => {
  expect(fits(line("a", { outcome: "asks" }), "problems")).toBe(true);
  expect(fits(line("a"), "problems")).toBe(false);
  expect(fits(line("a", { act: "sync-on" }), "you")).toBe(true);
  expect(fits(line("a"), "you")).toBe(false);
  expect(fits(line("a"), "all")).toBe(true);
});
