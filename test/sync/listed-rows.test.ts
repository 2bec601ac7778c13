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

test("rows that were listed only to be shown leave the slot in question where others came into it", () => {
  const rows = (...ids: number[]) => ({
    slotRows: ids.map((id) => aRow(id, "agreed")),
    ...{ otherRows: [], listedAtMs: 0 },
  });
  const verdict = { kind: "decided", decision: "keep", reason: "nothing-new", head: null } as const;
  const knowledge = createKnowledge();
  knowledge.remember(unitId, { rows: rows(1, 2), observed: null, problem: null, atMs: 0, verdict });
  knowledge.noteRows(unitId, rows(2), 1000);
  expect(listedRows(knowledge, unitId)).toMatchObject({ isUndisputed: true, listedAtMs: 1000 });
  knowledge.noteRows(unitId, rows(2, 3), 2000);
  expect(listedRows(knowledge, unitId)).toMatchObject({ isUndisputed: false, listedAtMs: 2000 });
  knowledge.noteRows(unitId, rows(2, 3), 3000);
  expect(listedRows(knowledge, unitId)).toMatchObject({ isUndisputed: false });
  knowledge.remember(unitId, { rows: rows(2, 3), observed: null, problem: null, atMs: 4000, verdict });
  expect(listedRows(knowledge, unitId)).toMatchObject({ isUndisputed: true });
});
