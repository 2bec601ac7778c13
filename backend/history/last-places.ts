import * as v from "valibot";
import { joinPath } from "../core/paths.ts";
import type { AccountId, RomId, Slot } from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";
import type { LastPlace } from "../shortcuts/scan-deps.ts";

const label = v.object({
  accountId: v.string(),
  romId: v.number(),
  slot: v.string(),
  location: v.object({ kind: v.literal("file"), path: v.string(), emulator: v.string() }),
  keptAtMs: v.number(),
});

/** Where saves were, as the labels of the kept copies tell. A label that says less is passed over. Throws `FileError`. */
export async function readLabelledPlaces(disk: Disk, folder: string): Promise<LastPlace[]> {
  const names = ((await disk.list(folder)) ?? []).filter((name) => name.endsWith(".json"));
  const places: LastPlace[] = [];
  for (const name of names) places.push(...toPlace(await disk.read(joinPath(folder, name))));
  return places;
}

function toPlace(bytes: Uint8Array | null): LastPlace[] {
  const found = v.safeParse(label, parse(bytes));
  if (!found.success) return [];
  const { accountId, romId, slot, location, keptAtMs } = found.output;
  const ids = { accountId: accountId as AccountId, romId: romId as RomId, slot: slot as Slot };
  return [{ ...ids, appIds: [], location, atMs: keptAtMs }];
}

function parse(bytes: Uint8Array | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
