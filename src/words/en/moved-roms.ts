import type { MovedRom } from "../../../backend/contract/saves/moved-rom.ts";
import { counted } from "./count.ts";

/** Games whose RomM game is elsewhere by now. */
export const movedWords = {
  title: "Games that moved in RomM",
  door: (count: number) => counted(count, "Look for it in all of RomM", "Look for # games in all of RomM"),
  doorNote: "Moved, renamed or scanned anew, a game is found by its content or its exact name.",
  looking: "Reading RomM's library…",
  found: (count: number) =>
    counted(
      count,
      "1 game was found again. Its saves here and in RomM stay, and are compared before anything moves.",
      "# games were found again. Their saves here and in RomM stay, and are compared before anything moves.",
    ),
  by: {
    content: "The same content.",
    name: "The same name, platform and size.",
  } satisfies Record<MovedRom["by"], string>,
  follow: (count: number) => counted(count, "Follow 1 game", "Follow # games"),
  working: "Following…",
  done: (count: number) => counted(count, "1 game is tied to RomM again.", "# games are tied to RomM again."),
  doneNote: "Where two saves differ, you are asked.",
  none: "None of your games moved in RomM.",
  notFound: "Not found again",
};
