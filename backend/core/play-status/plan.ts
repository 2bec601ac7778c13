import type { PlayStatusMemory } from "../state.ts";
import type { PlayStatus } from "../vocabulary.ts";
import { decideStatus, type StatusDecision } from "./decide-status.ts";
import { ownStatus, type RomStatus, wasCleared } from "./memory.ts";
import { rankOfAward, statusFromAward } from "./status-from-award.ts";

/** Progress on one game of RetroAchievements, as RomM has it. */
export interface GameProgress {
  raId: number;
  /** RetroAchievements' word; null: started, no award. */
  award: string | null;
  /** Achievements; null: not told. */
  earned: number | null;
  possible: number | null;
}

/** A rom of the library that RetroAchievements knows, with the player's status. */
export interface RomWithStatus extends RomStatus {
  name: string;
  platformName: string;
}

export interface PlannedStatus extends StatusDecision {
  rom: RomWithStatus;
  progress: GameProgress;
  /** It stands as the award says, and we did not know it as ours yet: remembered, not written. Null: nothing to adopt. */
  adopt: PlayStatus | null;
}

/** One entry per rom with progress, in the order of the roms. Several roms may share one game: each has its own status. */
export function planPlayStatus(p: {
  progress: readonly GameProgress[];
  roms: readonly RomWithStatus[];
  memory: PlayStatusMemory;
  raAlwaysWins: boolean;
}): PlannedStatus[] {
  const progressByRaId = new Map<number, GameProgress>();
  for (const one of p.progress) progressByRaId.set(one.raId, higherOf(progressByRaId.get(one.raId), one));
  return p.roms.flatMap((rom) => {
    const progress = progressByRaId.get(rom.raId);
    return progress === undefined ? [] : [planRom(p, rom, progress)];
  });
}

/** RetroAchievements' pages repeat games: of one that is listed twice the highest award counts. */
function higherOf(a: GameProgress | undefined, b: GameProgress): GameProgress {
  return a === undefined || rankOfAward(b.award) >= rankOfAward(a.award) ? b : a;
}

function planRom(
  { memory, raAlwaysWins }: { memory: PlayStatusMemory; raAlwaysWins: boolean },
  rom: RomWithStatus,
  progress: GameProgress,
): PlannedStatus {
  const isOurs = ownStatus(memory, rom) !== null;
  const isCleared = wasCleared(memory, rom);
  const facts = { award: progress.award, status: rom.status, isOurs, isCleared, raAlwaysWins };
  const decision = decideStatus(facts);
  const known = memory.roms[rom.romId];
  const isKnown = known?.raId === rom.raId && known.written === rom.status && known.sent === null;
  const adopt = decision.reason === "up-to-date" && !isKnown ? statusFromAward(progress.award) : null;
  return { rom, progress, ...decision, adopt };
}
