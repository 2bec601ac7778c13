import type { Mutant } from "./mutant.ts";

const lateUpload = (name: string) => ({ file: "test/sync/push/late-upload.test.ts", name });
const archiveAtItsEnd = (name: string) => ({ file: "test/sync/save-file/archive-at-its-end.test.ts", name });
const retention = (name: string) => ({ file: "test/history/retention.test.ts", name });
const standing = (name: string) => ({ file: "test/history/standing.test.ts", name });

const late = "backend/core/marks/late.ts";

/** Too little taken for proof: that a row is our own, that it is another's equal, that a kept copy is to spare. */
export const evidenceMutants: Mutant[] = [
  {
    name: "a row that this device does not hold is a late upload of its own",
    file: late,
    text: "if (!row.deviceSyncs.some(",
    replacement: "if (row.deviceSyncs.length < 0 && row.deviceSyncs.some(",
    test: { file: "test/core/own-uploads.test.ts", name: "that this device is only said not to hold" },
  },
  {
    name: "a late upload is expected for ever",
    file: late,
    text: "if (Math.abs(row.createdAtMs - sent.sentAtMs) >= longestHeldMs) return false;",
    replacement: "",
    test: lateUpload("is taken from a cloned Deck"),
  },
  {
    name: "one upload comes late twice",
    file: late,
    text: "if (came.length === 0) return unit;",
    replacement: "if (came.length >= 0) return unit;",
    test: lateUpload("one upload comes late once"),
  },
  {
    name: "a zip's hash stands for what lies outside of its entries",
    file: "backend/core/decide/equality.ts",
    text: 'return isHashWhole(local) ? "equal" : "unknown";',
    replacement: 'return "equal";',
    test: archiveAtItsEnd("is replaced where only that was played elsewhere"),
  },
  {
    name: "RomM's word that it has these bytes stands for what lies outside of a zip's entries",
    file: "backend/sync/move/upload.ts",
    text: "return stored.sha256 === local.sha256;",
    replacement: "return local.contentHash !== null && stored.contentHashes.includes(local.contentHash);",
    test: archiveAtItsEnd("goes up where only what lies in front of it changed (exit)"),
  },
  {
    name: "the hash of a row that was overwritten in place holds a kept copy",
    file: "backend/history/retention.ts",
    text: " || wasPutInPlace(row)) return false;",
    replacement: ") return false;",
    test: retention("a row that was overwritten in place: its hash may be that of the bytes before"),
  },
  {
    name: "a row that RomM never showed holds a kept copy",
    file: "backend/history/retention.ts",
    text: "return row.isStored && isCopyOf(row, copy);",
    replacement: "return isCopyOf(row, copy);",
    test: retention("a row that RomM never showed to hold it"),
  },
  {
    name: "a zip's hash holds a kept copy",
    file: "backend/sync/move/keep-copy.ts",
    text: "const contentHash = isHashWhole(local) ? local.contentHash : null;",
    replacement: "const { contentHash } = local;",
    test: archiveAtItsEnd("no row stands for its kept copy"),
  },
  {
    name: "a content that is kept once more takes its old label over",
    file: "backend/history/labels.ts",
    text: "return known.followedRow !== undefined || facts.keptAtMs - known.keptAtMs > freshMs;",
    replacement: "return known.keptAtMs > facts.keptAtMs + freshMs;",
    test: standing("stands anew: it does not leave"),
  },
  {
    name: "kept copies leave by a listing from before a long sleep",
    file: "backend/history/retention-facts.ts",
    text: "return listed !== null && Math.abs(clock.now() - listed.listedAtMs) <= freshMs;",
    replacement: "return listed !== null;",
    test: standing("is old after a month of sleep"),
  },
  {
    name: "a listing of another rom lets kept copies go",
    file: "backend/sync/unit/knowledge.ts",
    text: ' || known.verdict.reason === "unlinked") return null;',
    replacement: ") return null;",
    test: {
      file: "test/sync/listed-rows.test.ts",
      name: "rows that were listed while the rom may be another one prove nothing of the save",
    },
  },
];
