import type { Mutant } from "./mutant.ts";

const remoteChange = (name: string) => ({ file: "test/core/remote-change.test.ts", name });
const webPlayer = (name: string) => ({ file: "test/sync/server/web-player.test.ts", name });
const oldHashes = (name: string) => ({ file: "test/sync/server/old-hashes.test.ts", name });
const olderRows = (name: string) => ({ file: "test/sync/server/older-rows.test.ts", name });
const regressions = (name: string) => ({ file: "test/sim/regressions.test.ts", name });

const editedRow = "backend/core/decide/edited-row.ts";
const upload = "backend/sync/move/upload.ts";

/** Rows that were overwritten in place, hashes that are older than the bytes they stand for, and two heads. */
export const editedRowMutants: Mutant[] = [
  {
    name: "an old hash on an overwritten row is trusted",
    file: editedRow,
    text: "if (isSameHash && isHashCurrent(row)) return",
    replacement: "if (isSameHash && row.contentHash !== null) return",
    test: remoteChange("other bytes are a change"),
  },
  {
    name: "an old hash on an overwritten row makes it equal",
    file: "backend/core/decide/equality.ts",
    text: "return !row.isTwin && (isHashCurrent(row) || (!isZip && !wasPutInPlace(row)));",
    replacement: "return !row.isTwin && (isHashCurrent(row) || !isZip);",
    test: {
      file: "test/core/decide.test.ts",
      name: "nor does the hash of a plain file that may have been overwritten since",
    },
  },
  {
    name: "a row found by an old hash is believed to hold our bytes",
    file: upload,
    text: "return stored.sha256 === local.sha256;",
    replacement: "return true;",
    test: oldHashes("a set whose hash stands on a row that was overwritten since"),
  },
  {
    name: "a date makes a row changed",
    file: editedRow,
    text: 'return holdsAgreed(fetched, baseline, local) ? "same" : "changed";',
    replacement: 'return "changed";',
    test: webPlayer("a screenshot that was added later"),
  },
  {
    name: "a row that moved under our word of it is not looked at again",
    file: "backend/sync/look/record.ts",
    text: "owed: isOther ? { ...owed, ...lookNow(deps) } : owed",
    replacement: "owed",
    test: webPlayer("saved while its predecessor comes down"),
  },
  {
    name: "keep-local puts ours over a row that moved under the answer",
    file: "backend/sync/answers/choices.ts",
    text: "if (hasMoved(told, toSeenRow(head))) {",
    replacement: "if (told.id !== head.id) {",
    test: webPlayer("that lands between the look and our word of it"),
  },
  {
    name: "no look after a row moved under the answer",
    file: "backend/sync/answers/choices.ts",
    text: "owed: { ...unit.owed, ...lookNow(deps) } }));",
    replacement: "owed: { ...unit.owed } }));",
    test: webPlayer("that lands between the look and our word of it"),
  },
  {
    name: "an answer to a row that was overwritten under its old hash",
    file: "backend/core/decide/conflict-id.ts",
    text: "return isHashCurrent(row) ?",
    replacement: "return contentHash !== null ?",
    test: oldHashes("an answer to a row that was overwritten under its old hash"),
  },
  {
    name: "an update of RomM makes old hashes current",
    file: "backend/core/decide/equality.ts",
    text: "return contentHash !== null && originDeviceId !== null;",
    replacement: "return contentHash !== null;",
    test: {
      file: "test/core/decide.test.ts",
      name: "the hash of a zip (by its bytes) proves nothing",
    },
  },
  {
    name: "a hash that was left on a row is a witness of its bytes",
    file: editedRow,
    text: 'if (known.isOriginless && wasPutInPlace({ createdAtMs, updatedAtMs })) return "same";\n',
    replacement: "",
    test: remoteChange("an older row that was overwritten before it was ever seen"),
  },
  {
    name: "an old row that was found by its hash is an answer to nothing",
    file: upload,
    text: "(isNewRow(observed, row) && !isOfBytes(row, local))",
    replacement: "!isOfBytes(row, local)",
    test: oldHashes("RomM finds its hash on a row that is longer now"),
  },
  {
    name: "a download that was cut off forgets what it stands above",
    file: "backend/core/marks/pull.ts",
    text: "keepBytes(source.seen, unit.baseline)",
    replacement: "keepBytes(unit.seen, unit.baseline)",
    test: { file: "test/core/marks.test.ts", name: "all that its listing showed is known" },
  },
  {
    name: "what was changed beside our upload replaces it",
    file: "backend/core/decide/remote-change.ts",
    text: "?? editedBelow(changed, facts)",
    replacement: "?? null",
    test: regressions("what was changed in place beside an upload"),
  },
  {
    name: "a late upload that RomM before 4.9 could not hash is not known again",
    file: "backend/core/marks/late.ts",
    text: "return known?.sha256 === sent.sha256;",
    replacement: "return false;",
    test: {
      file: "test/sync/push/late-upload.test.ts",
      name: "a row that came late is known once: put on top on purpose, it is taken (RomM 4.8)",
    },
  },
  {
    name: "one of two heads is agreed on by its date",
    file: "backend/core/decide/decide.ts",
    text: " && !view.isAmbiguous && ",
    replacement: " && ",
    test: {
      file: "test/core/no-common-ground.test.ts",
      name: "a head that is not the latest row asks, though",
    },
  },
  {
    name: "the agreed content in a new row is another side",
    file: "backend/core/decide/remote-change.ts",
    text: "if (latest && !edited && added.every",
    replacement: "if (!latest && !edited && added.every",
    test: {
      file: "test/scenarios/servers/restored-dump.test.ts",
      name: "an emptied slot that another Deck fills with what this one played on",
    },
  },
  {
    name: "the agreed content on top of another row is no news",
    file: "backend/core/decide/remote-change.ts",
    text: "added.every((row) => isAgreedContent",
    replacement: "added.some((row) => isAgreedContent",
    test: remoteChange("holds something new if another row is there too"),
  },
  {
    name: "what came down from below is put on top only at the next look",
    file: "backend/sync/unit/sync-unit.ts",
    text: "if (line && (isBelowOthers(parts, p, line) ||",
    replacement: "if (line && (",
    test: webPlayer("a change in place of an older row comes down as well"),
  },
  {
    name: "a newer row that was known already is news",
    file: "backend/core/decide/remote-change.ts",
    text: " && !isSeen(row, facts));",
    replacement: ");",
    test: remoteChange("a row above the agreed one that was known by then is no news"),
  },
  {
    name: "a hash that was left on the agreed row speaks for another one",
    file: "backend/core/decide/remote-change.ts",
    text: " || wasPutInPlace({ createdAtMs, updatedAtMs })) return false",
    replacement: ") return false",
    test: remoteChange("the hash that was left on the agreed row does not speak for a row above it"),
  },
  {
    name: "a lost answer is taken with the date of what lies over it",
    file: "backend/core/marks/push.ts",
    text: ", updatedAtMs: row.createdAtMs }",
    replacement: " }",
    test: olderRows("a set whose answer was lost is not taken for"),
  },
  {
    name: "a Deck without a save is asked which row is the newest",
    file: "backend/core/decide/decide.ts",
    text: "if (!isNothingHere || baseline?.isTrusted)",
    replacement: "if (isNothingHere || !baseline?.isTrusted)",
    test: olderRows("takes the last row made, and asks with both"),
  },
  {
    name: "a lost file that RomM still lists stops its game",
    file: "backend/sync/look/look.ts",
    text: "else observation = withoutFile(observation, row);",
    replacement: 'else throw new RommError("malformed", "lost");',
    test: olderRows("asks before it is covered, and the answer ends it"),
  },
  {
    name: "hashes that were computed anew are never written down",
    file: "backend/sync/look/look.ts",
    text: "observed: await rememberRows(work, settled),",
    replacement: "observed: settled,",
    test: olderRows("rows of which RomM's maintenance changed the hash"),
  },
  {
    name: "bytes that were here are forgotten",
    file: "backend/core/decide/edited-row.ts",
    text: "return sha256 === undefined ? now : { ...now, sha256 };",
    replacement: "return now;",
    test: olderRows("a row of a device that was removed"),
  },
  {
    name: "a hash of a row with a maker is no witness",
    file: "backend/core/decide/edited-row.ts",
    text: "known.isOriginless && wasPutInPlace",
    replacement: "wasPutInPlace",
    test: remoteChange("one that was overwritten while RomM told its maker"),
  },
  {
    name: "an upload that never left forgets the one before it",
    file: "backend/sync/move/upload.ts",
    text: "({ ...unit, intent, late })",
    replacement: "({ ...unit, intent: null, late })",
    test: regressions("an upload that never left"),
  },
  {
    name: "what lies below newer rows stays there",
    file: "backend/core/decide/remote-change.ts",
    text: "(row) => row.contentHash === null || row.contentHash !== anchor?.contentHash,",
    replacement: "(row) => isLateOwn(row, facts),",
    test: olderRows("comes down, is put on top, and stays on every Deck"),
  },
  {
    name: "a row that cannot be read is as it was",
    file: editedRow,
    text: 'return edit === "unknown" && row.isMissingOnDisk ? "changed" : edit;',
    replacement: 'return edit === "unknown" && row.isMissingOnDisk ? "same" : edit;',
    test: olderRows("and finds again, shows the session in it"),
  },
  {
    name: "a new Deck's save is agreed on, though an older row may be newer",
    file: "backend/sync/move/download.ts",
    text: "isTrusted: source.isOneOfTwo !== true,",
    replacement: "isTrusted: true,",
    test: olderRows("covers no session that the browser put there"),
  },
];
