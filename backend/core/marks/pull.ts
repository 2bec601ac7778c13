import type { Marks, PullIntent, RowSource, Swap } from "../marks.ts";
import { type Body, measuredBy } from "../save-formats/body.ts";
import { keepBytes } from "../seen-row.ts";
import type { Baseline, Unit } from "../state.ts";
import type { Sha256 } from "../vocabulary.ts";
import { switched } from "./switch-slot.ts";

interface PullFacts {
  /** What stands there now; null: nothing does. */
  live: Sha256 | null;
  isStagedGone: boolean;
  realPath: string;
  atMs: number;
}

/**
 * What became of bytes that were to replace the save, where no end was recorded. The live bytes tell: they are the staged
 * ones, or still the replaced ones; otherwise the staged file's absence shows that it was put in place and then played on.
 */
export function settlePull(unit: Unit, facts: PullFacts): Unit {
  const { intent } = unit;
  if (intent?.kind !== "pull") return unit;
  const { live } = facts;
  if (live === intent.sha256) return arrive(unit, intent, facts);
  if (live === intent.replaced) return { ...unit, intent: null };
  if (intent.isRaced) return unit;
  return facts.isStagedGone ? arrive(unit, intent, facts) : { ...unit, intent: null };
}

/** The bytes stand: what is agreed by that, the source of them says. */
function arrive(unit: Unit, intent: PullIntent, facts: PullFacts): Unit {
  const { source } = intent;
  switch (source.kind) {
    case "row": {
      const { id, ...row } = source.row;
      return {
        ...unit,
        baseline: baselineOf(unit, intent, source, facts),
        seen: { ...keepBytes(source.seen, unit.baseline), [id]: row },
        intent: null,
        owed: { ...unit.owed, confirm: { saveId: id, contentHash: row.contentHash } },
      };
    }
    case "kept-copy":
    case "parked":
      return intent.sha256 === null
        ? { ...unit, intent: null }
        : withChosen(unit, { sha256: intent.sha256, body: intent.body });
    case "slot":
      return switched(unit, source);
    case "forgotten":
      return { ...unit, intent: null };
  }
}

/** The player's bytes stand on top of what was agreed: they are a change, and never taken as lost. */
export function withChosen(unit: Unit, { sha256, body }: { sha256: Sha256; body?: Body | undefined }): Unit {
  const measured = body && { body: measuredBy(unit.baseline?.body, body) };
  const baseline = unit.baseline && { ...unit.baseline, chosenSha256: sha256, ...measured };
  return { ...unit, baseline, intent: null };
}

function baselineOf(unit: Unit, intent: PullIntent, source: RowSource, facts: PullFacts): Baseline {
  return {
    romId: unit.rom.romId,
    slot: unit.slot,
    realPath: facts.realPath,
    sha256: intent.sha256,
    sizeBytes: intent.sizeBytes,
    ...(intent.members && { members: intent.members }),
    ...(intent.body && { body: intent.body }),
    row: source.row,
    chosenSha256: null,
    parentSaveId: null,
    isTrusted: source.isOneOfTwo !== true,
    isStored: true,
    agreedAtMs: facts.atMs,
  };
}

/** While it stands, equal bytes prove nothing: the game that raced it may hold the old ones in its memory. */
export function isRacedPull({ intent }: Pick<Marks, "intent">): boolean {
  return intent?.kind === "pull" && intent.isRaced;
}

export function swapOf({ intent }: Pick<Marks, "intent">): Swap | null {
  return (intent?.kind === "pull" && intent.swap) || null;
}
