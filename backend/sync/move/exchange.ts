import type { Swap, SwapPart } from "../../core/marks.ts";
import { parentOf } from "../../core/paths.ts";
import { pack, pathsOf, placeAt } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import { createGate } from "../../work/gate.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import type { Sighting } from "../look/observe.ts";
import type { Work } from "../look/record.ts";
import type { StagedSave } from "./staged-save.ts";
import { ownerOf, settleSwap, swapIn } from "./swap.ts";

/** Every file that comes or goes; a file that stays as it is takes part, so that the set is whole in the mark. */
export async function planExchange(
  { deps }: Work,
  p: { sighting: Sighting; realPath: string; staged: StagedSave },
  signal: AbortSignal,
): Promise<Swap> {
  const { sighting, realPath, staged } = p;
  const aside = `${stagedPrefix(realPath)}${deps.newId()}`;
  const parts: SwapPart[] = [];
  for (const [index, path] of pathsOf(placeAt(sighting.unit.location, realPath)).entries()) {
    const from = staged.parts.find((part) => part.path === path)?.staged ?? null;
    const before = (await deps.hashFile(path, signal))?.sha256 ?? null;
    const after = from === null ? null : ((await deps.hashFile(from, signal))?.sha256 ?? null);
    if (before === null && after === null) continue;
    parts.push({ path, aside: `${aside}.${index}.old`, staged: from, before, after });
  }
  const { local, unit } = sighting;
  const seen = local.kind === "present" ? pack(unit, local.members).members.length : 0;
  if (parts.filter(({ before }) => before !== null).length !== seen)
    throw new ChangedMeanwhile("There are other files of the save than were seen.");
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
