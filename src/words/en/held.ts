import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import type { HeldReason } from "../../../backend/contract/words.ts";
import type { HeldDeed } from "../../screens/needs-you/held-groups.ts";
import type { Formats } from "../format.ts";
import { counted } from "./count.ts";
import { commonWords } from "./screens.ts";

/** Saves that looked lost all at once. */
export const heldWords = {
  untouched: "Nothing of these was touched. What an answer replaces is kept on this Deck.",
  onCard: "All of them are on a card: is it out?",
  notLooked: "Not yet looked at since the start.",
  inRomM: (there: number, all: number) =>
    there === all ? "RomM has all of them." : `RomM has ${there} of ${all}.`,
  lookAgain: "Look again",
  deeds: {
    fetch: (count: number) => counted(count, "Fetch it from RomM", "Fetch # from RomM"),
    send: (count: number) => counted(count, "Keep this Deck's", "Keep this Deck's #"),
    leave: () => "Leave it so",
    "one-by-one": () => "Decide one by one",
    "go-on": () => "This is right, go on",
    "sync-off": () => "I removed them: turn sync off",
  } satisfies Record<HeldDeed, (count: number) => string>,
};

/** What happened to some of them at once. */
export function heldTitle(reason: HeldReason, count: number): string {
  return titles[reason](count);
}

const titles: Record<HeldReason, (count: number) => string> = {
  vanished: (count) => counted(count, "1 save is missing on this Deck", "# saves are missing on this Deck"),
  behind: (count) => counted(count, "RomM went back to 1 older save", "RomM went back to # older saves"),
  gone: (count) => counted(count, "1 save is gone in RomM", "# saves are gone in RomM"),
  "looks-lost": (count) =>
    counted(count, "1 save is blank or shrank a lot", "# saves are blank or shrank a lot"),
  "older-content": (count) =>
    counted(count, "1 save here went back in time", "# saves here went back in time"),
};

/** Both sides in one line: when, and where. */
export function sideText(
  { local, remote }: Pick<Conflict, "local" | "remote">,
  { formats, nowMs }: { formats: Formats; nowMs: number },
): string {
  const here = local && `This Deck ${formats.moment(local.modifiedAtMs, nowMs)}`;
  const there =
    remote && `${remote.deviceName ?? commonWords.otherDevice} ${formats.moment(remote.updatedAtMs, nowMs)}`;
  return [here ?? "Nothing on this Deck", there ?? "Nothing in RomM"].join(" · ");
}
