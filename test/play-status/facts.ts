import type { GameProgress, RomWithStatus } from "../../backend/core/play-status/plan.ts";
import type { RomId } from "../../backend/core/vocabulary.ts";

/** What the planner is told, in short. */
export function progressOn(raId: number, award: string | null): GameProgress {
  return { raId, award, earned: 5, possible: 12 };
}

export function romWith(id: number, raId: number, status: string | null): RomWithStatus {
  return { romId: id as RomId, raId, status, name: `Game ${id}`, platformName: "SNES" };
}
