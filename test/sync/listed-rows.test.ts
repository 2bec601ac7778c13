import { expect, test } from "vitest";
import type { ReasonCode, UnitId } from "../../backend/core/vocabulary.ts";
import { createKnowledge, listedRows } from "../../backend/sync/unit/knowledge.ts";
import { aRow } from "../core/observations.ts";

const unitId = "unit" as UnitId;

test("rows that were listed while the rom may be another one prove nothing of the save", () => {
  const rows = { slotRows: [aRow(1, "agreed")], otherRows: [], listedAtMs: 0 };
  const listed = (reason: ReasonCode) => {
    const verdict = { kind: "decided", decision: "skip", reason, head: null } as const;
    const knowledge = createKnowledge();
    knowledge.remember(unitId, { ...{ rows, observed: null, problem: null, atMs: 0 }, verdict });
    return listedRows(knowledge, unitId);
  };
  expect(listed("unlinked")).toBeNull();
  expect(listed("nothing-new")?.rows).toEqual(rows.slotRows);
});
