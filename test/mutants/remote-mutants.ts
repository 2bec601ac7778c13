import type { Mutant } from "./mutant.ts";

const remoteChange = (name: string) => ({ file: "test/core/remote-change.test.ts", name });
const lateUpload = (name: string) => ({ file: "test/sync/push/late-upload.test.ts", name });
const lock = (name: string) => ({ file: "test/sync/push/lock.test.ts", name });
const restoredDump = (name: string) => ({ file: "test/scenarios/servers/restored-dump.test.ts", name });
const scannedAnew = (name: string) => ({ file: "test/scenarios/servers/scanned-anew.test.ts", name });
const registry = (name: string) => ({ file: "test/sync/meanwhile/registry.test.ts", name });
const accountChange = (name: string) => ({ file: "test/sync/meanwhile/account.test.ts", name });

const remoteFile = "backend/core/decide/remote-change.ts";
const editedRow = "backend/core/decide/edited-row.ts";
const download = "backend/sync/move/download.ts";
const survival = "backend/core/marks/survival.ts";

/** What the server says, believed where it must not be; and things that happen at once. */
export const remoteMutants: Mutant[] = [
  {
    name: "confirm before the baseline",
    file: download,
    text: "  const source = toSource(observed, row, onTopOf);\n",
    replacement: `  const source = toSource(observed, row, onTopOf);
    await work.session.server.confirmDownload({ saveId: row.id, deviceId: work.session.deviceId }, gate.signal);
`,
    test: lock("whose bytes came but were not put in place"),
  },
  {
    name: "optimistic download",
    file: "backend/romm/saves.ts",
    text: "optimistic: deviceId === null ? null : false",
    replacement: "optimistic: true",
    test: lock("whose bytes came but were not put in place"),
  },
  {
    name: "RomM's is_current is trusted",
    file: remoteFile,
    text: "const unseen = above.filter((row) => !isLateOwn(row, facts) && !isSeen(row, facts));",
    replacement:
      "const unseen = above.filter((row) => !isLateOwn(row, facts) && !row.deviceSyncs.some((sync) => sync.isCurrent && sync.deviceId === facts.ownDeviceId));",
    test: lock("RomM's word that this device holds the newest row"),
  },
  {
    name: "a file that is written while its successor comes is replaced",
    file: "backend/sync/move/replace.ts",
    text: "if (placeNow !== realPath || now !== seen)",
    replacement: "if (placeNow !== realPath)",
    test: {
      file: "test/sync/meanwhile/written.test.ts",
      name: "after the old one was kept, when only the rename is left",
    },
  },
  {
    name: "saves outside every slot are the slot's",
    file: "backend/core/units.ts",
    text: "return a !== null && foldSlot(a) === foldSlot(b);",
    replacement: "return a === null || foldSlot(a) === foldSlot(b);",
    test: { file: "test/sync/server/slots.test.ts", name: "are neither fetched as the newest" },
  },
  {
    name: "a re-hash is a change",
    file: editedRow,
    text: "const isRehash = isAgreedRehashed && isOther",
    replacement: "const isRehash = !isAgreedRehashed && isOther",
    test: remoteChange("is found out by the agreed bytes, which still are here"),
  },
  {
    name: "hashes computed anew ask after a session played here",
    file: editedRow,
    text: '  if (local.sha256 !== baseline.sha256) return "unknown";',
    replacement: '  if (local.sha256 !== baseline.sha256) return "changed";',
    test: remoteChange("is found out by fetching the agreed row, where this device was played on"),
  },
  {
    name: "an older upload that came late replaces the newer save",
    file: remoteFile,
    text: "return late.some((mark)",
    replacement: "return late.length < 0 && late.some((mark)",
    test: lateUpload("does not replace the newer save here"),
  },
  {
    name: "an older upload that came late stays on top",
    file: "backend/core/decide/decide.ts",
    text: 'if (cell.reason === "nothing-new" && view.isBuried) {',
    replacement: 'if (cell.reason !== "nothing-new" && view.isBuried) {',
    test: lateUpload("does not replace the newer save here"),
  },
  {
    name: "an unanswered upload is forgotten when another one leaves",
    file: survival,
    text: 'push: { begin: "late",',
    replacement: 'push: { begin: "goes",',
    test: lateUpload("is known for what it is after a restart too"),
  },
  {
    name: "an unanswered upload is forgotten when RomM's save is taken",
    file: survival,
    text: 'begin: "late", agreement: "late",',
    replacement: 'begin: "goes", agreement: "goes",',
    test: lateUpload("does not undo the player's choice of RomM's save"),
  },
  {
    name: "a cloned Deck's row is taken for our own",
    file: remoteFile,
    text: "return isBetween && seen[row.id] === undefined && !isSameContent",
    replacement:
      "return isBetween && seen[row.id] === undefined && row.originDeviceId !== facts.ownDeviceId && !isSameContent",
    test: { file: "test/scenarios/two-decks.test.ts", name: "the lock lets the second one pass" },
  },
  {
    name: "a server that re-uses ids is taken at its word",
    file: remoteFile,
    text: "if (rows.some((row) => isReused(row, facts))) return true;",
    replacement: "if (rows.length === 0) return true;",
    test: restoredDump("a third posts on ids that were used before"),
  },
  {
    name: "a row of another rom is taken",
    file: "backend/sync/look/look.ts",
    text: 'return slotRows.some((row) => isElsewhere(row, folders)) ? "unlinked" : null;',
    replacement: "return null;",
    test: scannedAnew("rows that another library left under the rom's id"),
  },
  {
    name: "a first upload goes to whatever rom has the id now",
    file: "backend/sync/look/look.ts",
    text: "if (unit.baseline === null && slotRows.length > 0 && !isDoubtful) return null;",
    replacement: "if (unit.baseline === null && !isDoubtful) return null;",
    test: scannedAnew("a save that was never sent is not sent to the rom that has the id now"),
  },
  {
    name: "the registry changes under a sync",
    file: "backend/shortcuts/edits.ts",
    text: "return await orProblem(() => deps.interruptFor(inIt));",
    replacement: "return await orProblem(inIt);",
    test: registry("a sync that is asked for while a shortcut is being removed"),
  },
  {
    name: "the account goes under a sync",
    file: "backend/assembly/sign-in.ts",
    text: "    disconnect: () =>\n      engine.interruptFor(async () => {",
    replacement: "    disconnect: () =>\n      Promise.resolve().then(async () => {",
    test: accountChange("an exit's push ends before the account goes"),
  },
  {
    name: "the account changes under a sync",
    file: "backend/assembly/sign-in.ts",
    text: "engine.interruptFor(async () => {\n          await store.update(change);",
    replacement: "Promise.resolve().then(async () => {\n          await store.update(change);",
    test: accountChange("signed in as somebody else"),
  },
  {
    name: "a run that had to stop is not taken up again",
    file: "backend/assembly/registry-calls.ts",
    text: "registry.unregister(appIds);\n      lookSoon();",
    replacement: "registry.unregister(appIds);",
    test: registry("a run that has to stop for a removed shortcut"),
  },
  {
    name: "the same failure fills the log",
    file: "backend/history/activity-log.ts",
    text: "if (again !== null) {",
    replacement: "if (again === '') {",
    test: { file: "test/history/activity-log.test.ts", name: "the same failure over and over" },
  },
  {
    name: "a slot is written as this Deck spells it",
    file: "backend/core/units.ts",
    text: "return oldest?.slot ?? slot;",
    replacement: "return oldest ? slot : slot;",
    test: {
      file: "test/sync/server/spelling.test.ts",
      name: "a slot that RomM's oldest row spells otherwise is written as that does",
    },
  },
  {
    name: "a late upload is the baseline beside another client's row",
    file: "backend/core/marks/push.ts",
    text: "|| !slotRows.every(isOurs)) return unit;",
    replacement: "|| !slotRows.some(isOurs)) return unit;",
    test: { file: "test/core/marks.test.ts", name: "is not where another row is in the slot" },
  },
  {
    name: "what RomM keeps in a form of its own is put in place as a save",
    file: "backend/sync/move/stage-save.ts",
    text: "if (row.line?.isNeutral && row.line.currentId === row.id)",
    replacement: "if (row.line?.isNeutral && row.line.currentId !== row.id)",
    test: {
      file: "test/scenarios/servers/romm-5-5.test.ts",
      name: "in RomM's own form is played by no way that puts a save in place",
    },
  },
];
