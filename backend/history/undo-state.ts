import type { UndoState, WhyNoUndo } from "../contract/saves/activity.ts";
import type { SavepointState } from "../core/state.ts";
import { isSameSlot } from "../core/units.ts";
import type { Sha256 } from "../core/vocabulary.ts";
import type { TakeBack } from "../ports/activity-log.ts";
import type { LoggedActivity } from "./activity-line.ts";

export interface UndoFacts {
  state: SavepointState;
  hasCopy: (sha256: Sha256) => Promise<boolean>;
}

/** Whether a line can be taken back now, and where it cannot, why. */
export async function undoStateOf(line: LoggedActivity, facts: UndoFacts): Promise<UndoState> {
  const why = await whyNot(line, facts);
  return why === null ? { kind: "can", isPlayedSince: line.isPlayedSince } : { kind: "cannot", why };
}

async function whyNot(line: LoggedActivity, facts: UndoFacts): Promise<WhyNoUndo | null> {
  const { takeBack, isUndone, hasEffect } = line;
  if (isUndone) return "undone";
  if (takeBack === null || !hasEffect) return "nothing-changed";
  if (takeBack.accountId !== facts.state.activeAccount) return "other-account";
  switch (takeBack.kind) {
    case "content":
      return (await whyNotPlayed(takeBack, facts)) ?? null;
    case "playthrough": {
      const unit = unitOf(takeBack, facts);
      if (!unit) return "removed";
      return isSameSlot(takeBack.from, unit.slot) ? null : "other-playthrough";
    }
    case "tracking":
      return unitOf(takeBack, facts) ? null : "removed";
    case "registry":
    case "batch":
      return null;
  }
}

type OfContent = Extract<TakeBack, { kind: "content" }>;

async function whyNotPlayed(takeBack: OfContent, facts: UndoFacts): Promise<WhyNoUndo | null> {
  const unit = unitOf(takeBack, facts);
  if (!unit) return "removed";
  if (!isSameSlot(takeBack.slot, unit.slot)) return "other-playthrough";
  const { content } = takeBack;
  // What RomM has of its rows only RomM can tell, and it is asked when it is wanted.
  const mayBeInRomm = content.kind === "row" || content.saveId !== undefined;
  return mayBeInRomm || (await facts.hasCopy(content.sha256)) ? null : "bytes-gone";
}

function unitOf(
  { accountId, unitId }: { accountId: OfContent["accountId"]; unitId: OfContent["unitId"] },
  { state }: UndoFacts,
) {
  return state.accounts[accountId]?.units[unitId] ?? null;
}
