import type { Swap, SwapPart } from "../../core/marks.ts";
import { parentOf } from "../../core/paths.ts";
import { placeAt, shapeOf, topsOf } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import { createGate } from "../../work/gate.ts";
import type { Observed } from "../look/observe.ts";
import type { Work } from "../look/record.ts";
import type { StagedSave } from "./staged-save.ts";
import { ownerOf, settleSwap, swapIn } from "./swap.ts";

/**
 * Every file, or whole folder, that comes or goes; one that stays as it is takes part, so that the set is whole in the
 * mark. What stands here is told as it was seen: whether it still does must be asked after this, and before the exchange.
 */
export function planExchange(
  { deps }: Work,
  { observed, realPath, staged }: { observed: Observed; realPath: string; staged: StagedSave | null },
): Swap {
  const aside = `${stagedPrefix(realPath)}${deps.newId()}`;
  const location = placeAt(observed.unit.location, realPath);
  const coming = new Map((staged?.parts ?? []).map((part) => [part.path, part]));
  const { local, files } = observed;
  const standing = local.kind === "present" ? topsOf(location, local.members) : [];
  const folders = new Set(
    [...standing, ...coming.values()].flatMap((top) => (top.isFolder ? [top.path] : [])),
  );
  const parts: SwapPart[] = [];
  for (const [index, path] of [...new Set([...files.keys(), ...coming.keys()])].entries()) {
    const came = coming.get(path) ?? null;
    if (came === null && shapeOf(location).stays(location, path)) continue;
    parts.push({
      ...{ path, aside: `${aside}.${index}.old`, staged: came?.staged ?? null },
      ...{ before: files.get(path) ?? null, after: came?.sha256 ?? null },
      ...(folders.has(path) && { isFolder: true as const }),
    });
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

/** No folder takes the place of another in one step. */
export function isOneStep({ parts: [only, another] }: Swap): boolean {
  if (only === undefined || another !== undefined || only.staged === null) return false;
  return only.before === null || only.isFolder !== true;
}
