import type { Scan } from "../../../backend/contract/saves/scan.ts";
import type { MatchEvidence } from "../../../backend/contract/words.ts";
import { rommProblem } from "./romm-problems.ts";

/** Why a game of RomM is proposed for a shortcut, what speaks against it, or why none is. */
export const matchEvidence: Record<MatchEvidence, string> = {
  "same-file": "Same file name and platform.",
  "same-letters": "Same file name, written with other letters.",
  "same-name": "Same name and platform, in another format.",
  "same-entry": "Same name inside the archive.",
  "in-its-folder": "One of the files of RomM's game.",
  "same-id": "Same game id.",
  "same-checksum": "Same checksum.",
  "one-of-its-discs": "RomM has its discs one by one.",
  "same-title": "Same title only.",
  "similar-title": "Similar title only.",
  "tied-before": "It was this game before.",
  "several-alike": "Several in RomM fit.",
  "other-region": "Another region.",
  "other-revision": "Another revision.",
  "other-disc": "Another disc.",
  translated: "One of the two is a translation.",
  "kin-platform": "On a related platform.",
  "platform-not-told": "The shortcut does not tell its platform.",
  "starts-no-rom": "Not a game of RomM's kind.",
  "not-understood": "Its command was not understood.",
  "not-in-romm": "RomM has no such game.",
  "only-another-variant": "RomM has only a hack, a demo or the original of it.",
};

type Failure = Extract<Scan["end"], { kind: "failed" }>["error"];

/** Why no shortcuts were found, and what to do. */
export function scanFailure(error: Failure): string {
  switch (error.kind) {
    case "signed-out":
      return "Sign in to RomM first.";
    case "steam-not-found":
      return "Steam's folder is not where it usually is. Start Steam once, then try again.";
    case "steam-unreadable":
      return "Steam's list of games could not be read. Restart Steam, then try again.";
    case "no-space":
    case "disk":
      return "This Deck's disk did not answer. Try again.";
    case "internal":
      return "Savepoint made a mistake. Support has a report of it; try again.";
    case "romm":
      return rommProblem(error);
  }
}
