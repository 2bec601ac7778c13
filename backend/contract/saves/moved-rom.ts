import type { AppId, RomId } from "../../core/vocabulary.ts";
import type { RomCandidate } from "./scan.ts";

/** A registered game whose id RomM no longer has, or gave to another, and the one rom that it most likely is now. */
export interface MovedRom {
  /** The shortcuts that start it. */
  appIds: AppId[];
  name: string;
  /** The id that it had. */
  formerRomId: RomId;
  rom: RomCandidate;
  /** Its content is the same; or name, platform and size are. */
  by: "content" | "name";
}
