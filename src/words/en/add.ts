import type { BadRequest } from "../../../backend/contract/errors.ts";
import type { PreviewLine, Would } from "../../../backend/contract/saves/preview.ts";
import type { RegisterError } from "../../../backend/contract/saves/shortcut.ts";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import type { Formats } from "../format.ts";
import { counted } from "./count.ts";
import { reasons } from "./decisions.ts";
import { badRequest, updateFirst } from "./problems.ts";
import { rommProblem } from "./romm-problems.ts";
import { commonWords } from "./screens.ts";

/** What is shown before the first byte moves, while saves move, and afterwards. */
export const addWords = {
  before: "Before anything moves",
  comparing: "Comparing this Deck with RomM…",
  nothingMoved: (count: number) =>
    counted(
      count,
      "1 game was compared. Nothing has moved yet.",
      "# games were compared. Nothing has moved yet.",
    ),
  start: "Start",
  addOnly: "Add them, move nothing yet",
  addedOnly: (count: number) =>
    counted(count, "1 game is in your list now.", "# games are in your list now."),
  addedOnlyNote: "Nothing was moved. Their saves travel when you play them, or when RomM is asked next.",
  back: "Back to your games",
  show: "Show them",
  fewer: "Show fewer",
  adding: "Adding your games…",
  moving: "Saves travel now",
  movingNote: "You may leave this page and play. It goes on by itself.",
  travelTogether: (count: number) =>
    counted(count, "The save of 1 game travels with you now.", "The saves of # games travel with you now."),
  soFar: (done: number, total: number, name: string | null) => {
    const number = new Intl.NumberFormat("en");
    const counts = `${number.format(done)} of ${number.format(total)}`;
    return name === null ? counts : `${counts}: ${name}`;
  },
  compareAgain: "Compare again",
  stopped: "You stopped it. The others follow when you play them, or when you ask RomM.",
  needChoice: (count: number) => counted(count, "1 game needs your choice", "# games need your choice"),
  needChoiceNote: "Both saves are kept until you choose, and nothing of them moves.",
  chooseNow: "Choose now",
  done: "Done",
  undo: "Undo all of it",
  undoing: "Taking it back…",
  undoNote: "Undo takes these games off your list again. Saves stay as they are, here and in RomM.",
};

const groups: Record<Would, (count: number) => string> = {
  upload: (count) => counted(count, "1 save goes to RomM", "# saves go to RomM"),
  download: (count) => counted(count, "1 save comes from RomM", "# saves come from RomM"),
  differs: (count) =>
    counted(
      count,
      "1 needs your choice, and does not move before",
      "# need your choice, and do not move before",
    ),
  same: (count) => counted(count, "1 is equal already", "# are equal already"),
  nothing: (count) => counted(count, "1 has no save yet", "# have no save yet"),
  unknown: (count) =>
    counted(count, "1 is compared when it is fetched", "# are compared when they are fetched"),
  "not-now": (count) => counted(count, "1 stays as it is for now", "# stay as they are for now"),
  refused: (count) => counted(count, "1 cannot be added", "# cannot be added"),
};

export function previewGroup(would: Would, count: number): string {
  return groups[would](count);
}

/** What is known of one game of a group: the sides that would move or differ, else why nothing does. */
export function previewLine(
  line: PreviewLine,
  { formats, nowMs }: { formats: Formats; nowMs: number },
): string {
  const { would, refusal, reason, local, remote, problem } = line;
  if (refusal !== null) return registerError(refusal);
  if (problem?.kind === "romm") return rommProblem(problem);
  const here =
    local && `This Deck: ${formats.size(local.sizeBytes)}, ${formats.moment(local.modifiedAtMs, nowMs)}.`;
  const device = remote?.deviceName ?? commonWords.otherDevice;
  const there =
    remote && `${device}: ${formats.size(remote.sizeBytes)}, ${formats.moment(remote.updatedAtMs, nowMs)}.`;
  const sides: Partial<Record<Would, (string | null)[]>> = {
    upload: [here],
    download: [there],
    differs: [here, there],
  };
  const told = (sides[would] ?? []).filter((side) => side !== null);
  return told.length > 0 ? told.join(" ") : reasons[reason];
}

/** What came of the first run, each in a sentence of its own. */
export function afterText({ lines }: SyncReport): string {
  const count = (matches: (line: SyncReport["lines"][number]) => boolean) => lines.filter(matches).length;
  const saved = count(({ outcome, direction }) => outcome === "done" && direction === "up");
  const fetched = count(({ outcome, direction }) => outcome === "done" && direction === "down");
  const failed = count(({ outcome }) => outcome === "failed");
  const sentences: [number, string][] = [
    [saved, counted(saved, "1 saved to RomM.", "# saved to RomM.")],
    [fetched, counted(fetched, "1 fetched from RomM.", "# fetched from RomM.")],
    [failed, counted(failed, "1 did not work.", "# did not work.")],
  ];
  const told = sentences.filter(([number]) => number > 0).map(([, sentence]) => sentence);
  return told.length === 0 ? "Nothing had to move." : told.join(" ");
}

/** Why a game is not added, or its save place is not taken. */
export function registerError(error: RegisterError | BadRequest): string {
  switch (error.kind) {
    case "signed-out":
      return "Sign in to RomM first.";
    case "state-read-only":
      return updateFirst;
    case "location-taken":
      return `${error.by} keeps its save there. Choose another place for one of the two.`;
    case "location-unusable":
      return "No save can be kept at this place. Choose another one.";
    case "unknown-rom":
      return "RomM no longer has this game. Choose another one.";
    case "unknown-shortcut":
      return "This game is no longer in your list.";
    case "running":
      return "The game is running. Exit it first.";
    case "starting":
      return "The game is about to start. Try again in two minutes.";
    case "no-space":
      return "No space left on this Deck. Nothing was changed.";
    case "disk":
      return "This Deck's storage refused to write. Nothing was changed.";
    case "romm":
      return rommProblem(error);
    case "bad-request":
      return badRequest;
  }
}
