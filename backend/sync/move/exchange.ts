import type { Swap, SwapPart } from "../../core/marks.ts";
import { parentOf } from "../../core/paths.ts";
import { pathsOf, placeAt } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import { createGate } from "../../work/gate.ts";
import type { Sighting } from "../look/observe.ts";
import type { Work } from "../look/record.ts";
import type { StagedSave } from "./staged-save.ts";
import { ownerOf, settleSwap, swapIn } from "./swap.ts";

/**
 * Every file that comes or goes; a file that stays as it is takes part, so that the set is whole in the mark. What stands
 * here is told as it was seen: whether it still does must be asked after this, and before the exchange.
 */
export function planExchange(
  { deps }: Work,
  { sighting, realPath, staged }: { sighting: Sighting; realPath: string; staged: StagedSave },
): Swap {
  const aside = `${stagedPrefix(realPath)}${deps.newId()}`;
  const parts: SwapPart[] = [];
  for (const [index, path] of pathsOf(placeAt(sighting.unit.location, realPath)).entries()) {
    const coming = staged.parts.find((part) => part.path === path);
    const before = sighting.files.get(path) ?? null;
    if (before === null && coming === undefined) continue;
    const [from, after] = [coming?.staged ?? null, coming?.sha256 ?? null];
    parts.push({ path, aside: `${aside}.${index}.old`, staged: from, before, after });
  }
  return { parts };
}

/** One file takes another's place in one step; for more of them, a mark and the old ones beside them guard the way. */
export async function exchange(work: Work, swap: Swap): Promise<void> {
  const { disk, log } = work.deps;
  const [only] = swap.parts;
  if (isOneStep(swap) && only?.staged) {
    await disk.rename(only.staged, only.path);
    await disk.syncFolder(parentOf(only.path));
    return;
  }
  try {
    await swapIn(disk, swap);
  } catch (error) {
    // Back at once: a game may start before the next look.
    await settleSwap(ownerOf(work), createGate()).catch(() =>
      log.warn("A half replaced save waits for the next look."),
    );
    throw error;
  }
}

export function isOneStep({ parts }: Swap): boolean {
  return parts.length === 1 && parts[0]?.staged !== null;
}
