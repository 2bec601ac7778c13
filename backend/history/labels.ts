import * as v from "valibot";
import { joinPath } from "../core/paths.ts";
import { nameOfPlace } from "../core/shapes/shapes.ts";
import type {
  AccountId,
  ContentHash,
  RomId,
  SaveId,
  SaveLocation,
  Sha256,
  Slot,
} from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";
import type { KeepRequest } from "../ports/kept-copies.ts";
import { labelLocation } from "./label-location.ts";

/** Stands beside the bytes and says whose they are; without an index, nothing can point to what is gone. */
export type KeptCopyLabel = OwnedLabel | FoundLabel;

interface CopyLabel {
  version: 1;
  sha256: Sha256;
  sizeBytes: number;
  /** As RomM computes it; null: unknown, so that no row is ever taken for the same. */
  contentHash: ContentHash | null;
  keptAtMs: number;
  /** The player's word: it stays until the player lets it go. */
  isPinned?: true;
}

export interface OwnedLabel extends CopyLabel {
  reason: KeepRequest["reason"];
  accountId: AccountId;
  romId: RomId;
  slot: Slot;
  path: string;
  location: SaveLocation;
  /** A row with these bytes stood in the slot while a newer one stood above it: they were published and built upon. */
  followedRow?: SaveId;
}

/** Bytes that stood there without any label: nobody knows whose they are. */
export interface FoundLabel extends CopyLabel {
  reason: "found";
}

/** What a request says about its bytes. */
export function toLabel(request: KeepRequest, sizeBytes: number, nowMs: number): OwnedLabel {
  const { accountId, romId, slot, path, standsAt = path, location, reason, expected } = request;
  return {
    version: 1,
    sha256: expected,
    sizeBytes,
    contentHash: request.contentHash ?? null,
    accountId,
    romId,
    slot,
    path: standsAt,
    location,
    reason,
    keptAtMs: Math.round(nowMs),
  };
}

/** Whose copy it is: the same for all copies of a unit, wherever its links lead. */
export function unitKeyOf(p: Pick<OwnedLabel, "accountId" | "romId" | "slot" | "location">): string {
  return JSON.stringify([p.accountId, p.romId, p.slot, nameOfPlace(p.location)]);
}

const hex64 = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/),
  v.transform((hex) => hex as Sha256),
);
const toContentHash = v.pipe(
  v.string(),
  v.transform((hash) => hash as ContentHash),
);
const common = {
  version: v.literal(1),
  sha256: hex64,
  sizeBytes: v.pipe(v.number(), v.finite()),
  contentHash: v.optional(v.nullable(toContentHash), null),
  keptAtMs: v.pipe(v.number(), v.finite()),
  isPinned: v.exactOptional(v.literal(true)),
};
const labelSchema: v.GenericSchema<unknown, KeptCopyLabel> = v.variant("reason", [
  v.object({ ...common, reason: v.literal("found") }),
  v.object({
    ...common,
    reason: v.picklist(["replaced", "sent"] satisfies KeepRequest["reason"][]),
    accountId: v.pipe(
      v.string(),
      v.transform((id) => id as AccountId),
    ),
    romId: v.pipe(
      v.number(),
      v.transform((id) => id as RomId),
    ),
    slot: v.pipe(
      v.string(),
      v.transform((slot) => slot as Slot),
    ),
    path: v.string(),
    location: labelLocation,
    followedRow: v.exactOptional(
      v.pipe(
        v.number(),
        v.transform((id) => id as SaveId),
      ),
    ),
  }),
]);

/** Null: not a label of ours, or damaged; the bytes beside it are kept all the same. */
export function decodeLabel(bytes: Uint8Array | null): KeptCopyLabel | null {
  if (bytes === null) return null;
  try {
    const found = v.safeParse(labelSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return found.success ? found.output : null;
  } catch {
    return null;
  }
}

interface LabelDeps {
  disk: Disk;
  newId: () => string;
}

/** Durable but for the folder, which the caller syncs. */
export async function addLabel(deps: LabelDeps, folder: string, facts: KeptCopyLabel): Promise<void> {
  await writeLabel(deps, folder, `${facts.sha256}.${deps.newId()}.json`, facts);
}

/** Puts a label in the place of the one of this name, if any; the caller syncs the folder. */
export async function writeLabel(
  deps: LabelDeps,
  folder: string,
  name: string,
  facts: KeptCopyLabel,
): Promise<void> {
  const temporary = joinPath(folder, `${deps.newId()}.tmp`);
  const file = await deps.disk.create(temporary, { mode: 0o600 });
  try {
    await file.write(new TextEncoder().encode(`${JSON.stringify(facts)}\n`));
    await file.sync();
  } finally {
    await file.close();
  }
  await deps.disk.rename(temporary, joinPath(folder, name));
}

const freshMs = 24 * 3600 * 1000;

/** What was learnt of bytes that stood here before, or their age, says nothing of the same bytes now. */
function isPast(known: OwnedLabel, facts: OwnedLabel): boolean {
  return known.followedRow !== undefined || facts.keptAtMs - known.keptAtMs > freshMs;
}

/**
 * Durable when it resolves. One label is enough for bytes that a retried upload keeps again and again; one of the past
 * goes when the new one is durable, unless it is pinned.
 */
export async function labelKept(deps: LabelDeps, folder: string, facts: OwnedLabel): Promise<void> {
  const { disk } = deps;
  const known = await findLabels(disk, folder, facts);
  const past = known.filter(({ label }) => isPast(label, facts));
  if (past.length === known.length) await addLabel(deps, folder, facts);
  await disk.syncFolder(folder);
  const leaving = past.filter(({ label }) => label.isPinned !== true);
  for (const { path } of leaving) await disk.remove(path);
  if (leaving.length > 0) await disk.syncFolder(folder);
}

/** The labels of the same unit on the same content. */
async function findLabels(disk: Disk, folder: string, facts: OwnedLabel) {
  const found: { path: string; label: OwnedLabel }[] = [];
  const names = ((await disk.list(folder)) ?? []).filter((name) => name.startsWith(`${facts.sha256}.`));
  for (const path of names.filter((name) => name.endsWith(".json")).map((name) => joinPath(folder, name))) {
    const label = decodeLabel(await disk.read(path));
    const isOwned = label !== null && label.reason !== "found" && unitKeyOf(label) === unitKeyOf(facts);
    if (isOwned) found.push({ path, label });
  }
  return found;
}
