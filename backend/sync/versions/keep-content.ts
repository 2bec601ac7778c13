import type { SyncError } from "../../contract/saves/sync.ts";
import { isHashWhole } from "../../core/decide/equality.ts";
import { pack, placeAt } from "../../core/shapes/shapes.ts";
import type { Outcome, Sha256 } from "../../core/vocabulary.ts";
import type { ContentRef } from "../../ports/activity-log.ts";
import type { Gate } from "../../work/gate.ts";
import { lookHere } from "../look/look.ts";
import { expectRealPath, type Observed } from "../look/observe.ts";
import type { Work } from "../look/record.ts";
import { keepCopy } from "../move/keep-copy.ts";
import { stageSave } from "../move/stage-save.ts";
import { removeStaged, type StagedSave } from "../move/staged-save.ts";
import type { UnitSyncParts } from "../unit/act.ts";
import { rowOf } from "./known-rows.ts";

/** Keeps a content on this device, wherever it stands now: in the save's place, or as a row that is fetched for it. */
export async function keepContent(
  parts: UnitSyncParts,
  work: Work,
  content: ContentRef,
  gate: Gate,
): Promise<Outcome<Sha256, SyncError>> {
  const observed = await lookHere(work, gate);
  const { local, unit } = observed;
  if (local.kind === "unavailable")
    return { ok: false, error: { kind: "location-unavailable", detail: local.detail } };
  if (content.kind === "copy") {
    const isLive = local.kind === "present" && local.sha256 === content.sha256;
    if (!isLive) return { ok: false, error: { kind: "bytes-gone" } };
    await keepCopy(work, observed, { reason: "sent", signal: gate.signal });
    return { ok: true, value: content.sha256 };
  }
  const row = await rowOf(parts, work, { unit, saveId: content.saveId }, gate.signal);
  if (row === null) return { ok: false, error: { kind: "unknown-version" } };
  const realPath = expectRealPath(observed);
  const staged = await stageSave(work, observed, { realPath, row }, gate.signal);
  try {
    await keepStaged(work, observed, staged, gate);
  } finally {
    await removeStaged(work, staged);
  }
  return { ok: true, value: staged.sha256 };
}

/** What stands in the save's place. */
export async function keepLive(work: Work, gate: Gate): Promise<Outcome<Sha256, SyncError>> {
  const observed = await lookHere(work, gate);
  const copy = await keepCopy(work, observed, { reason: "replaced", signal: gate.signal });
  return copy ? { ok: true, value: copy.sha256 } : { ok: false, error: { kind: "nothing-there" } };
}

/** As if it had stood in the save's place: by the names that its files would have there. */
async function keepStaged(
  work: Work,
  observed: Observed,
  staged: StagedSave,
  { signal }: Gate,
): Promise<void> {
  const { deps, session } = work;
  const { unit } = observed;
  const realPath = expectRealPath(observed);
  const packed = pack({ ...unit, location: placeAt(unit.location, realPath) }, staged.members);
  const stagedAt = new Map(staged.parts.map(({ path, staged: at }) => [path, at]));
  const members = packed.members.map((member) => ({
    ...member,
    path: stagedAt.get(member.path) ?? member.path,
  }));
  const [only] = members;
  const [standsAt = realPath] = packed.isArchive ? [] : packed.members.map(({ path }) => path);
  await deps.keptCopies.keep({
    ...(packed.isArchive ? { path: realPath, members } : { path: only?.path ?? realPath, standsAt }),
    ...{ expected: staged.sha256, accountId: session.accountId, romId: unit.rom.romId, slot: unit.slot },
    ...{ location: unit.location, reason: "sent", signal },
    contentHash: isHashWhole(staged) ? staged.contentHash : null,
  });
}
