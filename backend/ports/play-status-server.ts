import type { AwardSource } from "../contract/play-status.ts";
import type { GameProgress, RomWithStatus } from "../core/play-status/plan.ts";
import type { PlayStatus, RomId, UserId } from "../core/vocabulary.ts";

/** What a run asks of RomM. Every call throws `RommError`. */
export interface PlayStatusServer {
  /** RomM's own version word. */
  readVersion(signal: AbortSignal): Promise<string>;
  /** RomM reads RetroAchievements anew, as far as it changed: minutes. Needs the right `me.write`. */
  refreshAwards(p: { userId: UserId }, signal: AbortSignal): Promise<void>;
  fetchAwards(signal: AbortSignal): Promise<AwardSource & { progress: GameProgress[] }>;
  /** All roms of these games, several of one game included. */
  listRoms(p: { raIds: ReadonlySet<number> }, signal: AbortSignal): Promise<RomWithStatus[]>;
  /** Fails unless RomM shows the new status afterwards. */
  setStatus(p: { romId: RomId; status: PlayStatus }, signal: AbortSignal): Promise<void>;
}
