import { isHashWhole } from "../../core/decide/equality.ts";
import type { PresentLocal } from "../../core/decide/observation.ts";
import { parentOf } from "../../core/paths.ts";
import { pack, placeAt } from "../../core/shapes/shapes.ts";
import type { Unit } from "../../core/state.ts";
import type { KeepRequest, KeptCopy } from "../../ports/kept-copies.ts";
import { expectRealPath, type Observed } from "../look/observe.ts";
import type { Work } from "../look/record.ts";
import { refuseIfFull } from "./space.ts";

/** Sets the save aside, durably, as it was seen; null: there is none. Throws `ChangedMeanwhile` where it is another by now. */
export async function keepCopy(
  { deps, session }: Work,
  observed: Observed,
  { reason, signal }: Pick<KeepRequest, "reason" | "signal">,
): Promise<KeptCopy | null> {
  const { local, unit } = observed;
  if (local.kind !== "present") return null;
  const folder = parentOf(deps.keptCopies.pathOf(local.sha256));
  await refuseIfFull(deps.disk, { folder, needsBytes: local.sizeBytes });
  return await deps.keptCopies.keep({
    ...sourceOf(unit, expectRealPath(observed), local),
    expected: local.sha256,
    accountId: session.accountId,
    romId: unit.rom.romId,
    slot: unit.slot,
    location: unit.location,
    reason,
    signal,
  });
}

/** What a kept copy of the unit's save is made of. */
function sourceOf(
  unit: Unit,
  realPath: string,
  local: PresentLocal,
): Pick<KeepRequest, "path" | "members" | "tree" | "contentHash"> {
  const { isArchive, isTree, members } = pack(
    { ...unit, location: placeAt(unit.location, realPath) },
    local.members,
  );
  const contentHash = isHashWhole(local) ? local.contentHash : null;
  if (isTree) return { path: realPath, tree: members, contentHash };
  return isArchive
    ? { path: realPath, members, contentHash }
    : { path: members[0]?.path ?? realPath, contentHash };
}
