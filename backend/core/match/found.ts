import type { MatchCertainty, MatchEvidence } from "../vocabulary.ts";
import type { LibraryRom } from "./library.ts";

/** Which rom a shortcut seems to start: a proposal, of which nothing is stored. */
export interface Match {
  /** `none`: no proposal; candidates may still stand, for the player to choose one. */
  certainty: MatchCertainty;
  evidence: MatchEvidence[];
  /** Best first: the first is the proposal, unless `certainty` is `none`. */
  candidates: LibraryRom[];
}

/** What a stage found; `isDoubtful`: it never suffices. */
export interface Found {
  roms: LibraryRom[];
  evidence: MatchEvidence;
  isDoubtful?: boolean;
}
