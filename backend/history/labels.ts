import { joinPath } from "../core/paths.ts";
import type { AccountId, RomId, SaveLocation, Sha256, Slot } from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";
import type { KeepRequest } from "../sync/deps.ts";

/** Stands beside the bytes and says whose they are; without an index, nothing can point to what is gone. */
export interface KeptCopyLabel {
  version: 1;
  sha256: Sha256;
  sizeBytes: number;
  accountId: AccountId;
  romId: RomId;
  slot: Slot;
  path: string;
  location: SaveLocation;
  reason: KeepRequest["reason"];
  keptAtMs: number;
}

/** What a request says about its bytes. */
export function toLabel(request: KeepRequest, sizeBytes: number, nowMs: number): KeptCopyLabel {
  const { accountId, romId, slot, path, location, reason, expected } = request;
  return {
    version: 1,
    sha256: expected,
    sizeBytes,
    accountId,
    romId,
    slot,
    path,
    location,
    reason,
    keptAtMs: Math.round(nowMs),
  };
}

/** A retried upload keeps the same bytes again and again: one label for them is enough. */
export async function isLabelled(disk: Disk, folder: string, facts: KeptCopyLabel): Promise<boolean> {
  const names = (await disk.list(folder)) ?? [];
  for (const name of names.filter((one) => one.startsWith(`${facts.sha256}.`) && one.endsWith(".json"))) {
    const known = decodeLabel(await disk.read(joinPath(folder, name)));
    const isSame = known !== null && labelKey(known) === labelKey(facts);
    if (isSame) return true;
  }
  return false;
}

function labelKey({ accountId, romId, slot, path }: KeptCopyLabel): string {
  return JSON.stringify([accountId, romId, slot, path]);
}

/** Null: not a label of ours, or damaged; the bytes beside it are kept all the same. */
export function decodeLabel(bytes: Uint8Array | null): KeptCopyLabel | null {
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && "sha256" in value ? (value as KeptCopyLabel) : null;
  } catch {
    return null;
  }
}

/** Durable but for the folder, which the caller syncs. */
export async function addLabel(
  deps: { disk: Disk; newId: () => string },
  folder: string,
  facts: KeptCopyLabel,
): Promise<void> {
  const id = deps.newId();
  const temporary = joinPath(folder, `${id}.tmp`);
  const file = await deps.disk.create(temporary, { mode: 0o600 });
  try {
    await file.write(new TextEncoder().encode(`${JSON.stringify(facts)}\n`));
    await file.sync();
  } finally {
    await file.close();
  }
  await deps.disk.rename(temporary, joinPath(folder, `${facts.sha256}.${id}.json`));
}
