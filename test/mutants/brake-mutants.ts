import type { Mutant } from "./mutant.ts";

const manyAtOnce = (name: string) => ({ file: "test/sync/brake/many-at-once.test.ts", name });
const whatCounts = (name: string) => ({ file: "test/sync/brake/what-counts.test.ts", name });
const held = (name: string) => ({ file: "test/sync/brake/held.test.ts", name });
const answers = (name: string) => ({ file: "test/sync/brake/answers.test.ts", name });
const counts = (name: string) => ({ file: "test/sync/request-counts.test.ts", name });
const tracking = (name: string) => ({ file: "test/sync/tracking.test.ts", name });
const runs = (name: string) => ({ file: "test/sync/runs.test.ts", name });
const exits = (name: string) => ({ file: "test/launch/exits.test.ts", name });
const standstill = (name: string) => ({ file: "test/sync/standstill.test.ts", name });

const reformatted = "12 of 20 saves vanish with a card that was re-formatted: held, answered, released";

const survival = "backend/core/marks/survival.ts";

/** Many losses at once, saves that are not followed, and how often RomM is asked. */
export const brakeMutants: Mutant[] = [
  {
    name: "a re-formatted card is filled again without a question",
    file: "backend/core/decide/brake.ts",
    text: "return alarming >= fewest && alarming * 2 > looked;",
    replacement: "return alarming < 0 && looked > fewest;",
    test: manyAtOnce(reformatted),
  },
  {
    name: "a Deck that slept for a month is halted",
    file: "backend/core/decide/brake.ts",
    text: '"newer-on-server": null',
    replacement: '"newer-on-server": "vanished"',
    test: manyAtOnce("30 of 40 saves fast-forward on a Deck that slept for a month, and nothing halts"),
  },
  {
    name: "the first losses of a run are acted on before they are counted",
    file: "backend/sync/brake/brake.ts",
    text: 'return work.purpose === "dry-run" ? null : heldLine(seen);',
    replacement: "return null;",
    test: manyAtOnce(reformatted),
  },
  {
    name: "launch checks are not counted",
    file: "backend/sync/brake/brake.ts",
    text: "if (!how.isCounted && isBraking(window.count()))",
    replacement: "if (!how.isCounted && work.purpose !== 'launch' && isBraking(window.count()))",
    test: whatCounts(
      "launch checks one after the other count as well: the third of three is held, and play does not wait",
    ),
  },
  {
    name: "a restart lets a held save slip through",
    file: "backend/sync/brake/brake.ts",
    text: 'if (mark?.kind === "held") return await checkHeld',
    replacement: 'if (mark?.kind === "answered") return await checkHeld',
    test: held("over a restart: the first launch check alone does not slip through"),
  },
  {
    name: "the exit of a held game does not ask the server",
    file: "backend/sync/brake/state.ts",
    text: 'return alarmIn(seen) === null && (decision === "keep" || decision === "adopt");',
    replacement: 'return alarmIn(seen) === null && decision !== "conflict";',
    test: held("when its game is played meanwhile: what it wrote is not sent over the save in RomM"),
  },
  {
    name: "an answer to a held save is carried out on sides that moved",
    file: "backend/sync/brake/brake.ts",
    text: "if (!isSameSides(mark.sides, sidesIn(seen)) || mark.decision !== seen.verdict.decision) {",
    replacement: 'if (mark.kind === "answered") {',
    test: answers("an answer to sides that moved is stale, and shows the new ones"),
  },
  {
    name: "an answer is forgotten by the next run",
    file: "backend/sync/brake/brake.ts",
    text: "const isAnswered = mark !== undefined && isAnswerTo(mark, seen);",
    replacement: "const isAnswered = false;",
    test: answers("an answer stands: the same two sides are not held again"),
  },
  {
    name: "a backup that came back is published as progress",
    file: "backend/core/decide/brake.ts",
    text: '"played-here": "if-older"',
    replacement: '"played-here": null',
    test: whatCounts("saves that a backup set back to older versions are not published as new ones"),
  },
  {
    name: "a cancelled run says that it holds what it does not",
    file: "backend/sync/runs/pass.ts",
    text: 'if (lines.get(unitId)?.reason === "held") lines.delete(unitId);',
    replacement: "if (lines.size < 0) lines.delete(unitId);",
    test: held("cancelled before all were looked at, a run neither acts on what alarmed nor holds it"),
  },
  {
    name: "the listing of all saves is believed for transfers",
    file: "backend/sync/runs/unit-work.ts",
    text: 'seen?.verdict.decision === "keep" &&',
    replacement: "seen !== null &&",
    test: counts(
      "a run over 20 games moves what is new after a look of its own, and keeps the others by one listing",
    ),
  },
  {
    name: "a failed listing of all saves is taken for an empty one",
    file: "backend/sync/runs/library.ts",
    text: 'each game is asked about by itself.", { code });\n      return null;\n',
    replacement: '", { code });\n      return { atMs, isFresh, rows: new Map(), renew: async () => null };\n',
    test: counts("a failed listing of all is not taken for an empty RomM by a Deck that has nothing yet"),
  },
  {
    name: "followed again, a save is sent on RomM's word alone",
    file: "backend/sync/unit/mirror.ts",
    text: "isTracked ? { look: { sinceMs: Math.round(nowMs) } } : {}",
    replacement: "{}",
    test: tracking("followed again with nothing new elsewhere, an exit lists once and sends"),
  },
  {
    name: "what RomM was not told about tracking is forgotten",
    file: "backend/sync/unit/mirror.ts",
    text: 'return error.code === "not-found" && error.entity === "save";',
    replacement: "return true;",
    test: tracking("offline it stands at once, over a restart too, and RomM is told at the next look"),
  },
  {
    name: "a session that ends during another one's push is never looked at",
    file: "backend/launch/exits.ts",
    text: "joined.add(unitId);",
    replacement: "",
    test: exits("by its hint, goes up too"),
  },
  {
    name: "a dry run hides the run beside it",
    file: "backend/sync/runs/runs.ts",
    text: "underWay.set(purpose, Object.assign(run, { outcome }));",
    replacement: "underWay.clear();\n      underWay.set(purpose, Object.assign(run, { outcome }));",
    test: runs("does not keep the player from stopping the run: both are cancelled"),
  },
  {
    name: "a save that the player let go is replaced by the download under way",
    file: "backend/sync/move/replace.ts",
    text: '  if (p.source.kind === "row") refuseIfLetGo(work);\n',
    replacement: "",
    test: tracking("let go while its download is on the way, it stays as it is"),
  },
  {
    name: "a save that the player let go is sent",
    file: "backend/sync/move/upload.ts",
    text: "  refuseIfLetGo(work);\n",
    replacement: "",
    test: tracking("let go before its upload begins, it is not sent"),
  },
  {
    name: "RomM never hears that a save was let go while it was sent",
    file: survival,
    text: 'tracking: { begin: "stays", agreement: "stays",',
    replacement: 'tracking: { begin: "stays", agreement: "goes",',
    test: tracking("let go while its upload is on the way, RomM is told so of the new row"),
  },
  {
    name: "an answer wipes what is known of a save that stands still",
    file: "backend/sync/answers/conflicts.ts",
    text: 'p.answer === "held" && seen.verdict.decision !== "skip"',
    replacement: 'p.answer === "held"',
    test: answers("on a device whose sync is off, an answer is refused and takes nothing"),
  },
  {
    name: "saves deleted in RomM on purpose are asked about after each session",
    file: "backend/sync/brake/state.ts",
    text: 'isSameSides(sides, sidesIn(seen)) || (reason === "gone" && alarmIn(seen) === "gone");',
    replacement: "isSameSides(sides, sidesIn(seen)) && reason !== null;",
    test: answers("saves deleted in RomM on purpose: once let go, every session played on them goes up"),
  },
  {
    name: "a device whose sync is off goes on",
    file: "backend/core/decide/standstill.ts",
    text: 'if (account.isPaused) return { reason: "paused-by-server" };',
    replacement: "",
    test: standstill("here: nothing goes up or down, play does not wait, and the status says why"),
  },
];
