import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lossTable } from "../../backend/core/decide/loss-table.ts";
import type { Observation, PresentLocal, ProvenRow } from "../../backend/core/decide/observation.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import type { SaveId } from "../../backend/core/vocabulary.ts";
import { toTable } from "../world/readme-table.ts";
import { verdictOf } from "./in-one-line.ts";
import {
  aBaseline,
  aLocal,
  anObservation,
  anOwnRow,
  aRow,
  elsewhere,
  md5,
  seenOf,
  sha,
} from "./observations.ts";

const empty: Partial<SaveRow> = { says: "empty" };
const refused: Partial<SaveRow> = { says: "refused", isMissingOnDisk: true };
const broken = { isMissingOnDisk: true };
const blank = { isBlank: true };
const agreed = aRow(5, "agreed");
const sent = anOwnRow(5, "agreed");

/** Since the baseline, of which row 5 was agreed. */
function known(local: PresentLocal | null, rows: SaveRow[], facts: Partial<Observation> = {}): Observation {
  const baseline = aBaseline(5, "agreed");
  const side = local ?? { kind: "absent" as const };
  return anObservation({ local: side, baseline, seen: seenOf([agreed]), rows, ...facts });
}

function unshown(rows: SaveRow[], shown: [SaveRow, ProvenRow][] = []): Observation {
  const baseline = aBaseline(5, "agreed", { isSent: true, isStored: false });
  const proven = new Map(shown.map(([row, one]) => [row.id, one]));
  return known(aLocal("agreed"), rows, { baseline, proven, seen: seenOf([sent]) });
}

const small = { sizeBytes: 40 };
const chosen = { baseline: aBaseline(6, "head", { sha256: null, chosenSha256: sha("mine"), sizeBytes: 40 }) };
const onEmpty = { baseline: aBaseline(5, "agreed", { body: { isEmpty: true, measure: {} } }) };
const clocked = { progress: sha("body"), hasClock: true as const, measure: {} };

/** What stands on both sides, for every row of the table. */
const stories: Record<keyof typeof lossTable, Observation> = {
  "unchanged / newer": known(aLocal("agreed"), [agreed, aRow(6, "new")]),
  "unchanged / newer, above an empty or refused one": known(aLocal("agreed"), [
    agreed,
    aRow(6, "0", empty),
    aRow(7, "fresh"),
  ]),
  "unchanged / newer, lost": known(aLocal("agreed"), [agreed, aRow(6, "0", empty)]),
  "unchanged / newer, lost, sent by a Savepoint": known(aLocal("agreed"), [agreed, aRow(6, "0", empty)], {
    askingDevices: new Set([elsewhere]),
  }),
  "unchanged, empty / newer, whatever it is": known(aLocal("agreed", blank), [agreed, aRow(6, "0", empty)]),
  "lost / unchanged": known(aLocal("0", blank), [agreed]),
  "lost / gone": known(aLocal("0", blank), []),
  "lost, but chosen / unchanged": known(aLocal("mine", blank), [aRow(6, "head")], chosen),
  "lost, on top of an empty one / unchanged": known(aLocal("0", blank), [agreed], onEmpty),
  "modified / newer": known(aLocal("played"), [agreed, aRow(6, "new")]),
  "lost / newer": known(aLocal("0", blank), [agreed, aRow(6, "new")]),
  "modified / newer, lost": known(aLocal("played"), [agreed, aRow(6, "0", empty)]),
  "absent / newer, lost, above an older good one": known(null, [agreed, aRow(6, "0", empty)]),
  "absent / newer, lost, above none": known(null, [aRow(6, "0", empty)], { seen: {} }),
  "unchanged / only broken or refused ones are new": known(aLocal("agreed"), [
    agreed,
    aRow(6, "null", refused),
  ]),
  "modified / only broken or refused ones are new": known(aLocal("played"), [
    agreed,
    aRow(6, "null", refused),
  ]),
  "never met, empty / nothing": anObservation({ local: aLocal("0", blank) }),
  "never met, absent or empty / good": anObservation({ local: aLocal("0", blank), rows: [aRow(1, "a")] }),
  "never met, absent or empty / lost, above an older good one": anObservation({
    rows: [aRow(1, "a"), aRow(2, "0", empty)],
  }),
  "never met, absent / only refused ones": anObservation({ rows: [aRow(1, "null", refused)] }),
  "never met, equal but for its clock / another clock": anObservation({
    local: aLocal("mine", { body: clocked }),
    rows: [aRow(1, "theirs")],
    proven: new Map([[1 as SaveId, provenAs("theirs", { body: clocked })]]),
  }),
  "never met / lost": anObservation({ local: aLocal("mine"), rows: [aRow(1, "0", empty)] }),
  "never met or not proven, an older one / good": anObservation({
    local: aLocal("a"),
    rows: [aRow(1, "a"), aRow(2, "b")],
  }),
  "never met or not proven, an older one / lost": anObservation({
    local: aLocal("a"),
    rows: [aRow(1, "a"), aRow(2, "0", empty)],
  }),
  "sent, not shown yet / as it was sent": unshown([sent]),
  "sent, not shown yet / its row holds other bytes": unshown([sent], [[sent, provenAs("theirs")]]),
  "sent, not shown yet / its row is broken": unshown([{ ...sent, ...broken }]),
  "sent, not shown yet / newer, and its row is whole": unshown(
    [sent, aRow(6, "new")],
    [[sent, provenAs("agreed")]],
  ),
  "sent, not shown yet / newer, and its row is broken": unshown([{ ...sent, ...broken }, aRow(6, "new")]),
  "chosen, then played on / the head that was shown": known(
    aLocal("played on", small),
    [aRow(6, "head")],
    chosen,
  ),
  "chosen, then lost / the head that was shown": known(
    aLocal("less", { sizeBytes: 10 }),
    [aRow(6, "head")],
    chosen,
  ),
};

function provenAs(content: string, facts: Partial<PresentLocal> = {}): ProvenRow {
  const { sizeBytes, isBlank, body } = aLocal(content, facts);
  return {
    sha256: sha(content),
    contentHashes: [md5(content)],
    content: { sizeBytes, isBlank, ...(body && { body }) },
  };
}

describe("every row of the table of lost saves decides", () => {
  test.each(Object.entries(lossTable))("%s", (row, { decision, reason }) => {
    expect(verdictOf(stories[row as keyof typeof stories])).toBe(`${decision}: ${reason}`);
  });
});

test("README prints the table of lost saves", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, printed = ""] = readme.split("<!-- lost saves -->\n");
  const rows = Object.entries(lossTable).map(([row, { decision }]) => [...row.split(" / "), decision]);
  expect(printed.split("\n\n")[0]).toBe(toTable([["here", "in RomM", "decision"], ...rows]));
});

describe("what a row that was fetched holds", () => {
  const news = aRow(6, "new");
  const whole = { "": { sizeBytes: 131_072, dataBytes: 131_072 } };
  const baseline = aBaseline(5, "agreed", { body: { measure: whole } });
  const facts = (content: ProvenRow["content"] & object) =>
    known(aLocal("agreed"), [agreed, news], {
      baseline,
      proven: new Map([[news.id, { sha256: sha("new"), contentHashes: [], content }]]),
    });
  const cut = { measure: { "": { sizeBytes: 131_072, dataBytes: 40_000 } } };
  test.each<[string, ProvenRow["content"] & object, string]>([
    ["nothing", { sizeBytes: 9, isBlank: true }, "ask: newer-looks-lost"],
    ["less", { sizeBytes: 131_072, isBlank: false, body: cut }, "ask: newer-looks-lost"],
    [
      "as much",
      { sizeBytes: 131_072, isBlank: false, body: { measure: whole } },
      "download: newer-on-server",
    ],
  ])("%s", (_name, content, expected) => {
    expect(verdictOf(facts(content))).toBe(expected);
  });
});

describe("a Savepoint's row", () => {
  const askingDevices = new Set([elsewhere]);
  test("carries no word once it was changed in place", () => {
    const edited = aRow(6, "0", { ...empty, updatedAtMs: 60_000 });
    expect(verdictOf(known(aLocal("agreed"), [agreed, edited], { askingDevices }))).toBe(
      "ask: newer-looks-lost",
    );
  });
  test("below the head is no empty one that asks", () => {
    const rows = [agreed, aRow(6, "0", empty), aRow(7, "fresh")];
    expect(verdictOf(known(aLocal("agreed"), rows, { askingDevices }))).toBe("download: newer-on-server");
  });
});
