import { expect, test } from "vitest";
import type { ReasonCode } from "../../backend/core/vocabulary.ts";
import { listedRows } from "../../backend/sync/unit/knowledge.ts";
import { aRow } from "../core/observations.ts";

test("rows that were listed while the rom may be another one prove nothing of the save", () => {
  const rows = { slotRows: [aRow(1, "agreed")], otherRows: [], listedAtMs: 0 };
  const listed = (reason: ReasonCode) =>
    listedRows({
      ...{ rows, observed: null, problem: null, atMs: 0 },
      verdict: { kind: "decided", decision: "skip", reason, head: null },
    });
  expect(listed("unlinked")).toBeNull();
  expect(listed("nothing-new")?.rows).toEqual(rows.slotRows);
});
