import type { Mutant } from "./mutant.ts";

const decide = (name: string) => ({ file: "test/core/decide.test.ts", name });
const noCommonGround = (name: string) => ({ file: "test/core/no-common-ground.test.ts", name });
const remoteChange = (name: string) => ({ file: "test/core/remote-change.test.ts", name });
const mainJob = (name: string) => ({ file: "test/sync/main-job.test.ts", name });
const looksLost = (name: string) => ({ file: "test/sync/save-file/looks-lost.test.ts", name });
const lock = (name: string) => ({ file: "test/sync/push/lock.test.ts", name });
const lostAnswers = (name: string) => ({ file: "test/sync/push/lost-answers.test.ts", name });
const runningGame = (name: string) => ({ file: "test/sync/meanwhile/running-game.test.ts", name });
const playNeverWaits = (name: string) => ({ file: "test/launch/play-never-waits.test.ts", name });
const anotherLibrary = (name: string) => ({ file: "test/sync/server/another-library.test.ts", name });
const crash = (name: string) => ({ file: "test/sync/crash.test.ts", name });

const table = "backend/core/decide/table.ts";
const decideFile = "backend/core/decide/decide.ts";
const loss = "backend/core/decide/loss.ts";
const upload = "backend/sync/move/upload.ts";

const putBack = (name: string) => ({ file: "test/sync/move/put-back.test.ts", name });

/** The ways in which saves were lost elsewhere, made on purpose. */
export const engineMutants: Mutant[] = [
  {
    name: "newest wins",
    file: table,
    text: '"modified/modified": { decision: "conflict"',
    replacement: '"modified/modified": { decision: "download"',
    test: mainJob("asks, and changes nothing until it is answered"),
  },
  {
    name: "equality is not asked first",
    file: decideFile,
    text: 'if (equality === "equal") return decided("adopt"',
    replacement: 'if (equality === "equal" && view.change === "unchanged") return decided("adopt"',
    test: decide("the same bytes on both sides are adopted"),
  },
  {
    name: "an unproven baseline is trusted",
    file: decideFile,
    text: "if (!baseline.isTrusted) return decideUnproven",
    replacement: "if (baseline.row.id < 0) return decideUnproven",
    test: noCommonGround("played since asks"),
  },
  {
    name: "a blank save goes up",
    file: loss,
    text: 'if (content.isBlank) return "empty";',
    replacement: "if (content.isBlank) return null;",
    test: looksLost("a save that became blank is not sent"),
  },
  {
    name: "dates make a row new",
    file: "backend/core/decide/remote-change.ts",
    text: "const above = rows.filter((row) => row.id > baseline.row.id);",
    replacement: "const above = rows.filter((row) => row.updatedAtMs > baseline.row.createdAtMs);",
    test: remoteChange("nor does the date of a row below the agreed one that was never listed"),
  },
  {
    name: "uploads always overwrite",
    file: upload,
    text: "const row = await post(work, upload, { overwrite: false });",
    replacement:
      "const row = await post(work, upload, { overwrite: true, notAfter: Number.POSITIVE_INFINITY });",
    test: lock("a newer row from elsewhere becomes a question"),
  },
  {
    name: "an upload whose answer was lost is sent again",
    file: upload,
    text: "if (error instanceof RommError && isSurelyNotStored(error) && before) await takeBack(work, before);\n    throw error;",
    replacement:
      "if (before) await takeBack(work, before);\n    if (error instanceof RommError && error.code === 'conflict') throw error;\n    return await session.server.uploadSave(toRequest(work, upload, how.overwrite), upload.gate.signal);",
    test: lostAnswers("(cut-in-headers) is found by the next look"),
  },
  {
    name: "no push is written down",
    file: upload,
    text: "({ ...current, ...begin(current, intent) })",
    replacement: "({ ...current, ...begin(current, intent), intent: null })",
    test: lostAnswers("played on offline, the session goes on top of it"),
  },
  {
    name: "no pull is resolved",
    file: "backend/core/marks/pull.ts",
    text: '  if (intent?.kind !== "pull") return unit;\n',
    replacement:
      '  if (intent?.kind !== "pull") return unit;\n  if (facts.atMs >= 0) return { ...unit, intent: null };\n',
    test: crash("a pull: the session on top of it goes up without a question"),
  },
  {
    name: "baseline before the bytes",
    file: "backend/sync/move/replace.ts",
    text: "    swap = await prepare(work, p, intent, gate.signal);\n",
    replacement: "    swap = await prepare(work, p, intent, gate.signal);\n    await p.record();\n",
    test: crash("a pull: the session on top of it goes up without a question"),
  },
  {
    name: "what is replaced is not kept",
    file: "backend/sync/move/replace.ts",
    text: "    await keepCopy(work, p.observed,",
    replacement: "    if (work.unitId === '') await keepCopy(work, p.observed,",
    test: mainJob("what a download replaces is kept"),
  },
  {
    name: "no fence",
    file: "backend/sync/look/fence.ts",
    text: "if (await work.deps.fence.wasRunning(unit, account)) return",
    replacement: "if ((await work.deps.fence.wasRunning(unit, account)) && false) return",
    test: runningGame("started by Steam"),
  },
  {
    name: "no fence after the rename",
    file: "backend/sync/move/replace.ts",
    text: "if (await fence.isRunning(p.observed.unit, p.observed.account)) {",
    replacement: "if (p.observed.unit.unitId.length === 0) {",
    test: runningGame("a process that appears while the save is put in place"),
  },
  {
    name: "no lease",
    file: "backend/sync/look/fence.ts",
    text: "return !overrulesLease(purpose) && (await deps.fence.isLeased(unitId));",
    replacement: "return false;",
    test: runningGame("a launch that was let go keeps others off its save"),
  },
  {
    name: "a check that was let through writes all the same",
    file: "backend/launch/before-launch.ts",
    text: "    gate.abort();\n    await gate.whenOutside();\n",
    replacement: "    await gate.whenOutside();\n",
    test: playNeverWaits("a check that was let through answers"),
  },
  {
    name: "what cannot be read is absent",
    file: "backend/sync/look/observe-file.ts",
    text: "return missingFolder(parentOf(path));",
    replacement: "return { local: { kind: 'absent' } as const, realPath: path };",
    test: looksLost("a card that is not mounted is no deletion"),
  },
  {
    name: "another account's bytes go up",
    file: decideFile,
    text: 'return verdict.decision === "upload" && observation.isWrittenByOther',
    replacement: 'return verdict.decision === "forget" && observation.isWrittenByOther',
    test: noCommonGround("bytes that another account wrote are never sent"),
  },
  {
    name: "two uploads inside one second of RomM",
    file: "backend/sync/look/post-times.ts",
    text: "if (restMs > 0) await clock.wait(restMs, signal);",
    replacement: "if (restMs > spacingMs) await clock.wait(restMs, signal);",
    test: mainJob("keep-local puts this Deck's save on top"),
  },
  {
    name: "an exit trusts the lock although a question is open",
    file: "backend/sync/unit/sync-unit.ts",
    text: "knowledge.get(p.unitId)?.isSettled === true;",
    replacement: "knowledge.get(p.unitId)?.isSettled !== null;",
    test: lock("a server that went back"),
  },
  {
    name: "a raced download is settled while the game runs",
    file: "backend/sync/look/look.ts",
    text: "if (isHeld || local.kind",
    replacement: "if (local.kind",
    test: runningGame("stays a question, although others look"),
  },
  {
    name: "another game's row is taken",
    file: "backend/sync/look/look.ts",
    text: "if ([...slotRows, ...rows.otherRows].some((row) => isKnownRow(unit, row))) return null;",
    replacement: "if (slotRows.length > 0) return null;",
    test: anotherLibrary(
      "gives nothing, although it has a newer save in the slot, and is of the same platform",
    ),
  },
  {
    name: "a kept copy that rotted is put in place",
    file: "backend/sync/move/put-back.ts",
    text: "if (staged.sha256 !== own.sha256) {",
    replacement: 'if (own.fileName === "") {',
    test: putBack("whose bytes rotted is not put in place"),
  },
  {
    name: "what the player puts back is taken for lost",
    file: "backend/core/marks/pull.ts",
    text: "{ ...unit.baseline, chosenSha256: sha256, ...measured }",
    replacement: "{ ...unit.baseline }",
    test: putBack("agrees with no row, is nothing that looks lost"),
  },
  {
    name: "a replacement that fails forgets that a game raced another",
    file: "backend/sync/move/replace.ts",
    text: "(isStanding(unit, intent) ? { ...unit, intent: null } : unit)",
    replacement: "({ ...unit, intent: null })",
    test: putBack("one that a game raced stays a question"),
  },
  {
    name: "a save goes up in the middle of a slot's switch",
    file: upload,
    text: 'if (readUnit(deps, session, work.unitId)?.unit.intent?.kind !== "push") {',
    replacement: 'if (readUnit(deps, session, work.unitId)?.unit.intent?.kind === "pull") {',
    test: { file: "test/sync/move/while-a-switch-stands.test.ts", name: "nothing goes up" },
  },
];
