import type { Mutant } from "./mutant.ts";

const own = (name: string) => ({ file: "test/core/own-row.test.ts", name });
const lateUpload = (name: string) => ({ file: "test/sync/push/late-upload.test.ts", name });

const ownRow = "backend/core/decide/own-row.ts";
const decide = "backend/core/decide/decide.ts";

/** Two uploads of one second, and what RomM has not shown. */
export const overlapMutants: Mutant[] = [
  {
    name: "what lies in our unshown row comes down",
    file: ownRow,
    text: 'return own.id === head?.id && !own.isTwin ? "raced" : "to-be-shown";',
    replacement: 'return own.id === head?.id && !own.isTwin ? "no-matter" : "to-be-shown";',
    test: own("our row with another hash, a day later"),
  },
  {
    name: "newer rows come down over an upload that was never shown",
    file: ownRow,
    text: "  const shown = proven.get(own.id);",
    replacement: "  const shown = proven.get(own.id) ?? { sha256: local.sha256 };",
    test: own("newer rows above it"),
  },
  {
    name: "newer rows come down over an upload whose file is lost",
    file: ownRow,
    text: 'return isNewest ? lostOf(baseline) : "raced";\n  if (change',
    replacement: 'return isNewest ? lostOf(baseline) : "no-matter";\n  if (change',
    test: own("... and its file is gone"),
  },
  {
    name: "what is agreed on by its hash alone counts as shown",
    file: ownRow,
    text: "return baseline?.isTrusted === true && !baseline.isStored && baseline.sha256 !== null;",
    replacement: "return baseline?.isTrusted === true && baseline.isSent === true && !baseline.isStored;",
    test: own("a save that is agreed on by its hash alone"),
  },
  {
    name: "whoever agreed on it by its hash sends it again",
    file: ownRow,
    text: 'return isSent ? "lost" : "no-matter";',
    replacement: 'return isSent || !isSent ? "lost" : "no-matter";',
    test: own("whoever sent it sends it again"),
  },
  {
    name: "a clock that went on makes our own upload another's",
    file: "backend/core/decide/equality.ts",
    text: 'return local?.kind === "present" && local.sha256 === sha256 && isSameContent(local, fetched);',
    replacement: "return local === undefined;",
    test: own("a clock that went on, here or there"),
  },
  {
    name: "a row with another row's file is believed",
    file: "backend/core/decide/twins.ts",
    text: "return row.isMissingOnDisk || row.isTwin === true;",
    replacement: "return row.isMissingOnDisk;",
    test: own("ours is the newest: what is in it is looked at"),
  },
  {
    name: "the twin of our own row is asked about",
    file: "backend/core/decide/remote-change.ts",
    text: "!isSameContent && !isSameFile",
    replacement: "!isSameContent",
    test: own("the other one is no news of its own"),
  },
  {
    name: "a twin's hash is believed",
    file: "backend/core/decide/equality.ts",
    text: "return !row.isTwin && (isHashCurrent(row)",
    replacement: "return (isHashCurrent(row)",
    test: own("a hash of theirs is not believed"),
  },
  {
    name: "an older row whose file is lost brings the save up to date",
    file: "backend/core/decide/first-meeting.ts",
    text: "!isRowLost(row) && isSurelyEqual",
    replacement: "isSurelyEqual",
    test: own("whose file is lost: it is nowhere else"),
  },
  {
    name: "a row without a hash is asked about unread",
    file: decide,
    text: 'if (cell.reason === "both-changed" && view.head &&',
    replacement: 'if (cell.reason === "nothing-new" && view.head &&',
    test: own("is compared before it is asked about"),
  },
  {
    name: "an upload that was sent again never comes late",
    file: "backend/core/marks/survival.ts",
    text: 'const left = outlive(marks, "begin");',
    replacement: 'const left = outlive(marks, "begin", intent.kind === "push" ? intent.sha256 : null);',
    test: lateUpload("was sent again meanwhile, and played on"),
  },
  {
    name: "the row that was made when it was sent again is taken for the one that comes late",
    file: "backend/core/marks/late.ts",
    text: "sent.sha256 === sha256 ? { ...sent, parentSaveId: saveId } : sent",
    replacement: "sent.sha256 === sha256 && saveId < 0 ? { ...sent, parentSaveId: saveId } : sent",
    test: lateUpload("was sent again meanwhile, and played on"),
  },
];
