import type { Mutant } from "./mutant.ts";

const undo = (name: string) => ({ file: "test/history/undo/undo.test.ts", name });
const activityLog = (name: string) => ({ file: "test/history/activity-log.test.ts", name });
const cannot = (name: string) => ({ file: "test/history/undo/cannot.test.ts", name });
const table = (name: string) => ({ file: "test/history/undo/table.test.ts", name });
const firstStart = (name: string) => ({ file: "test/history/undo/first-start.test.ts", name });
const keepBoth = (name: string) => ({ file: "test/sync/answers/keep-both.test.ts", name });
const many = (name: string) => ({ file: "test/sync/answers/many.test.ts", name });
const evidence = (name: string) => ({ file: "test/sync/answers/evidence.test.ts", name });
const slots = (name: string) => ({ file: "test/sync/slots/slots.test.ts", name });
const switches = (name: string) => ({ file: "test/sync/slots/switch.crash.test.ts", name });
const game = (name: string) => ({ file: "test/history/game-detail.test.ts", name });
const retention = (name: string) => ({ file: "test/history/versions.test.ts", name });

const bothKept =
  "gives this Deck's save a slot of its own, and the newest row of any slot is the one that goes on";

/** Undo, both saves kept, many answers, evidence, versions and playthroughs. */
export const undoMutants: Mutant[] = [
  {
    name: "what left this Deck is gone, though RomM has it",
    file: "backend/sync/unit/act.ts",
    text: "...(isAgreed && { saveId: baseline.row.id }) };",
    replacement: "...(isAgreed && {}) };",
    test: cannot(
      "where this Deck's copy went and RomM has the save, it comes from there; without RomM, that is said",
    ),
  },
  {
    name: "what was played in one playthrough is put into another",
    file: "backend/history/undo-state.ts",
    text: 'if (!isSameSlot(takeBack.slot, unit.slot)) return "other-playthrough";',
    replacement: "",
    test: cannot("where another playthrough is played since; back in its own, it can"),
  },
  {
    name: "the same failure is a line anew after each start",
    file: "backend/history/activity-repeats.ts",
    text: 'return isIts || looked >= linesLookedBack ? "enough" : "go-on";',
    replacement: 'return looked >= 0 ? "enough" : "go-on";',
    test: activityLog("over a restart too, and a question that stays open is one line as well"),
  },
  {
    name: "pages of the activity are read from its beginning",
    file: "backend/history/activity-log.ts",
    text: 'return found.length >= limit ? "enough" : "go-on";',
    replacement: 'return found.length < 0 ? "enough" : "go-on";',
    test: activityLog(
      "the first page of 50 reads no more than its end, a later one no more than all of it, and none is missing",
    ),
  },
  {
    name: "what the player pinned counts as nowhere else",
    file: "backend/history/by-hand.ts",
    text: 'copies.filter(({ id }) => bySelf.get(id) === "sole")',
    replacement: "copies",
    test: retention("pinned, it counts as nowhere else from when RomM's row goes"),
  },
  {
    name: "what was undone can be undone again and again",
    file: "backend/history/undo-state.ts",
    text: 'if (isUndone) return "undone";',
    replacement: "",
    test: undo("undone, cannot be undone a second time, and says why"),
  },
  {
    name: "many answers of which none could be taken back count as taken back",
    file: "backend/history/activity-line.ts",
    text: "Object.assign(read, ofMany(members.get(read.id) ?? none));",
    replacement:
      "Object.assign(read, { ...ofMany(members.get(read.id) ?? none), isUndone: undone.has(line.id) });",
    test: table("undone, redone and undone offline"),
  },
  {
    name: "an answer to many that are on hold is no one line",
    file: "backend/sync/answers/held.ts",
    text: "if (units.length < 2) return null;",
    replacement: "if (units.length > 0) return null;",
    test: table("undone, redone and undone"),
  },
  {
    name: "what was let go up over RomM's newest cannot be taken back",
    file: "backend/sync/unit/act.ts",
    text: '...(p.answer === "go-on" && letGo(work, seen)),',
    replacement: "",
    test: table("undone, redone and undone"),
  },
  {
    name: "keeping this Deck's save is not told with the one that it replaced",
    file: "backend/sync/answers/choices.ts",
    text: 'const content = { kind: "row", saveId: head.id } as const;',
    replacement: 'const content = { kind: "copy", sha256: chosen } as const;',
    test: undo("undone at once, gives back what was played, here and everywhere"),
  },
  {
    name: "what is gone back to is not published",
    file: "backend/sync/versions/play-content.ts",
    text: "if (request.isPrivate) {",
    replacement: "if (request.act) {",
    test: undo("undone at once, gives back what was played, here and everywhere"),
  },
  {
    name: "going back tells nothing of what it replaced",
    file: "backend/sync/versions/play-content.ts",
    text: "...(isChanged && {",
    replacement: "...(isChanged && before === sha256 && {",
    test: undo("undone and then that undone, is done again"),
  },
  {
    name: "a game that is registered again forgets what was agreed about its save",
    file: "backend/shortcuts/ties.ts",
    text: "units: { ...account.units, [unit.unitId]: isStanding ? known : again },",
    replacement: "units: { ...account.units, [unit.unitId]: { ...again, baseline: null } },",
    test: undo("undone, is as if it had not been: the next session goes up without a question"),
  },
  {
    name: "undoing a first start leaves the saves that it fetched",
    file: "backend/history/undo.ts",
    text: "const put = replaced && (await deps.play({ ...replaced, ...by, isPrivate: true }));",
    replacement: "const put = null as SyncLine | null;",
    test: firstStart(
      "undone as a whole, the games are gone from the list, and their saves are what they were",
    ),
  },
  {
    name: "a save that was put back privately is taken for progress over RomM's",
    file: "backend/sync/versions/play-content.ts",
    text: "await changeUnit(work, withoutAgreement);",
    replacement: "",
    test: firstStart("and that undone, the games are back, and what RomM has comes again without a question"),
  },
  {
    name: "both kept, the head is not published once more",
    file: "backend/sync/unit/branch.ts",
    text: 'return { ...mark, step: "publish", saveId: verdict.head.id };',
    replacement: 'return "done";',
    test: keepBoth(bothKept),
  },
  {
    name: "both kept, RomM's head is not taken",
    file: "backend/sync/unit/branch.ts",
    text: 'return { ...mark, step: "take" };',
    replacement: 'return "done";',
    test: keepBoth(bothKept),
  },
  {
    name: "both kept, what was sent already is sent again",
    file: "backend/sync/unit/branch.ts",
    text: "if (!rows?.otherRows.some(isSent)) {",
    replacement: "if (rows !== undefined) {",
    test: keepBoth(
      "RomM's word that it took this Deck's save is lost: it is not sent a second time, where RomM would make two rows of it",
    ),
  },
  {
    name: "both kept, a game that was played meanwhile loses its save to RomM's",
    file: "backend/sync/unit/branch.ts",
    text: "if (live !== mark.sha256 || !verdict.head) return null;",
    replacement: "if (!verdict.head) return null;",
    test: keepBoth("played on before it was finished: what was played is kept, and asked about"),
  },
  {
    name: "many answers list RomM's saves one by one",
    file: "backend/sync/answers/answers.ts",
    text: 'return { batchId: await beginBatch(deps, active, { unitIds, act: "choice" }), listedLook };',
    replacement:
      'return { batchId: await beginBatch(deps, active, { unitIds, act: "choice" }), listedLook: null };',
    test: many("ask RomM at most twice for each, and once for all"),
  },
  {
    name: "many answers cannot be cancelled",
    file: "backend/sync/answers/answers.ts",
    text: "if (gate.signal.aborted) break;",
    replacement: "",
    test: many(
      "cancelled after any, what was answered stands, the others are asked about, and undo takes back what was done",
    ),
  },
  {
    name: "an answer lists once more before it sends",
    file: "backend/sync/answers/choices.ts",
    text: "if (!again) return await syncUnit(parts, work.session, p);",
    replacement: "if (again) return await syncUnit(parts, work.session, p);\n  if (!again) return null;",
    test: many("a single answer asks at most three times"),
  },
  {
    name: "which save is the later one is told whatever the clocks say",
    file: "backend/sync/answers/evidence.ts",
    text: "const isClockTrusted = offsetMs !== null && Math.abs(offsetMs) <= tolerableMs;",
    replacement: "const isClockTrusted = offsetMs === null;",
    test: evidence(
      "which one was played later is told only where the clocks agree, and the time is not merely one of sending",
    ),
  },
  {
    name: "sessions before the book was begun count as none",
    file: "backend/history/play-book.ts",
    text: "if (sinceMs === null || fromMs < sinceMs) return null;",
    replacement: "",
    test: evidence(
      "sessions seen running since then are counted, with their time; before the book was begun they are not known",
    ),
  },
  {
    name: "a playthrough that is left takes what was agreed along",
    file: "backend/core/marks/switch-slot.ts",
    text: "baseline: there?.baseline ?? null,",
    replacement: "baseline: unit.baseline,",
    test: slots(
      "offline, with the other one sent meanwhile: coming back it is a change on what was agreed there, and asks nobody",
    ),
  },
  {
    name: "what was agreed in a playthrough is forgotten when it is left",
    file: "backend/core/marks/switch-slot.ts",
    text: "left: [...others, { slot: unit.slot, baseline: unit.baseline, seen: unit.seen, parked }],",
    replacement: "left: [...others, { slot: unit.slot, baseline: null, seen: {}, parked }],",
    test: slots("offline: coming back plays it on, and it goes up when RomM is there, with no question"),
  },
  {
    name: "what is parked is never sent",
    file: "backend/sync/move/push-parked.ts",
    text: "if (!unit || left.parked === null || !unit.isTracked) continue;",
    replacement: "if (!unit || left.parked !== null || !unit.isTracked) continue;",
    test: slots("parks it: it goes up into its own slot by the next run, and into no other"),
  },
  {
    name: "what another account left is parked in this one's playthrough",
    file: "backend/sync/slots/switch-slot.ts",
    text: "if (isWrittenByOther) return null;",
    replacement: "",
    test: slots(
      "what another account left there is not parked: it is kept, and goes up into no playthrough of this one",
    ),
  },
  {
    name: "who emptied a save's place is told by nothing",
    file: "backend/sync/slots/switch-slot.ts",
    text: "const written = { realPath, sha256: after ?? live };",
    replacement: "const written = { realPath, sha256: after };",
    test: slots(
      "what another account left there is not parked: it is kept, and goes up into no playthrough of this one",
    ),
  },
  {
    name: "who emptied a save's place is told by nothing where the work ended before",
    file: "backend/sync/look/note-writer.ts",
    text: "const sha256 = intent.sha256 ?? intent.replaced;",
    replacement: "const { sha256 } = intent;",
    test: switches(
      "killed while another account begins one: what is played on nothing since is not sent by the account before",
    ),
  },
  {
    name: "a shared memory card makes room for one game's save",
    file: "backend/sync/look/fence.ts",
    text: 'if (standstill?.reason === "unsupported") throw',
    replacement: 'if (standstill?.reason === "paused-by-server") throw',
    test: slots("a memory card that games share makes room for nothing: no playthrough, no version"),
  },
  {
    name: "an exchange of nothing for nothing that was cut short is never ended",
    file: "backend/sync/move/swap.ts",
    text: "return first === undefined ||",
    replacement: "return first !== undefined &&",
    test: switches(
      "one file: killed while one begins where no save stands, nothing is stuck: what is played next goes up, in one of the two",
    ),
  },
  {
    name: "a new playthrough takes a name that another one has",
    file: "backend/sync/slots/choose-target.ts",
    text: 'if (isTaken) return { problem: { kind: "slot-taken", slot: wish.slot } };',
    replacement: "",
    test: slots("of a name that is taken, in whatever spelling, is refused, and nothing is changed"),
  },
  {
    name: "made offline, a playthrough may take a name that another device has",
    file: "backend/sync/slots/choose-target.ts",
    text: "const isSure = known.problem === null && all !== null;",
    replacement: "const isSure = true;",
    test: slots(
      "made offline gets the device's name, since nobody can be asked whether another has the name",
    ),
  },
  {
    name: "opening a game asks RomM for each list",
    file: "backend/sync/versions/versions.ts",
    text: "const problem = isFresh ? null : await list(unitId);",
    replacement: "const problem = await list(unitId);",
    test: slots(
      "the list names each playthrough once, whatever its spellings, with its count, its newest and what made it",
    ),
  },
  {
    name: "a choice that was called right is asked about again",
    file: "backend/history/act-hints.ts",
    text: "&& !isConfirmed &&",
    replacement: "&&",
    test: game(
      "the newest act of a day can be undone from the first page, and after one session a choice is asked about, once",
    ),
  },
  {
    name: "a version that only RomM has is pinned without its bytes",
    file: "backend/history/versions.ts",
    text: "return await engine.keepRow({ accountId, unitId: game.unit.unitId, content });",
    replacement: 'return { ok: true, value: "" as Sha256 };',
    test: retention("pinned, a version that only RomM had is here, and stays when RomM's row goes"),
  },
];
