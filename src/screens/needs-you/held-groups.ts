import type { HeldChoice, HeldUnit } from "../../../backend/contract/saves/held.ts";
import type { HeldReason, SaveDecision } from "../../../backend/contract/words.ts";

/** Held saves of one kind: one sentence, and the same answers for all of them. */
export interface HeldGroup {
  key: string;
  reason: HeldReason;
  decision: SaveDecision;
  units: HeldUnit[];
}

/** What an answer does, in the player's terms; `sync-off` is none of the brake's, but ends its question too. */
export type HeldDeed = "fetch" | "send" | "leave" | "one-by-one" | "go-on" | "sync-off";

export interface HeldAnswer {
  deed: HeldDeed;
  /** Null: their sync is turned off, and nothing of them moves. */
  choice: HeldChoice | null;
  /** Those that have what the answer needs. */
  units: HeldUnit[];
}

/** By why they are held and by what waits to be done with them; the largest first. */
export function groupHeld(held: HeldUnit[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup>();
  for (const unit of held) {
    const { reason, decision } = unit;
    const key = `${reason} ${decision}`;
    const group = groups.get(key) ?? { key, reason, decision, units: [] };
    groups.set(key, { ...group, units: [...group.units, unit] });
  }
  return [...groups.values()].sort((one, other) => other.units.length - one.units.length);
}

/** The answers that can be given for some of a group; one for which none of them has a side is left out. */
export function answersTo({ reason, decision }: HeldGroup, units: HeldUnit[]): HeldAnswer[] {
  const all: HeldAnswer[] = [
    { deed: "fetch", choice: "take-remote", units: units.filter((unit) => hasSide(unit, "remote")) },
    { deed: "send", choice: "keep-local", units: units.filter((unit) => hasSide(unit, "local")) },
    { deed: deedOf[decision], choice: "go-on", units },
    { deed: "sync-off", choice: null, units: reason === "vanished" ? units : [] },
  ];
  const offered = all.filter((answer) => answer.units.length > 0);
  // To fetch RomM's is the same whether it was decided before or is chosen now; it is offered once.
  return offered.filter((answer, at) => offered.findIndex(({ deed }) => deed === answer.deed) === at);
}

/** What `go-on` does. */
const deedOf: Record<SaveDecision, HeldDeed> = {
  ...{ keep: "leave", adopt: "go-on", upload: "send", download: "fetch" },
  ...{ conflict: "one-by-one", ask: "one-by-one", forget: "leave", skip: "leave" },
};

/** A side that was not looked at since the start may be there. */
function hasSide({ sides }: HeldUnit, side: "local" | "remote"): boolean {
  return sides === null || sides[side] !== null;
}

/** How many of them RomM has; null: not known of all. */
export function countInRomM(units: HeldUnit[]): number | null {
  if (units.some(({ sides }) => sides === null)) return null;
  return units.filter((unit) => hasSide(unit, "remote")).length;
}
