import { joinPath } from "../core/paths.ts";
import type { Disk } from "../machine/disk.ts";
import type { LastPlace } from "../ports/rom-library.ts";
import { decodeLabel } from "./labels.ts";

/** Where saves were, as the labels of the kept copies tell. A label that says less is passed over. Throws `FileError`. */
export async function readLabelledPlaces(disk: Disk, folder: string): Promise<LastPlace[]> {
  const names = ((await disk.list(folder)) ?? []).filter((name) => name.endsWith(".json"));
  const places: LastPlace[] = [];
  for (const name of names) places.push(...toPlace(await disk.read(joinPath(folder, name))));
  return places;
}

function toPlace(bytes: Uint8Array | null): LastPlace[] {
  const label = decodeLabel(bytes);
  if (label === null || label.reason === "found") return [];
  const { accountId, romId, slot, location, keptAtMs } = label;
  return [{ accountId, romId, slot, appIds: [], location, atMs: keptAtMs }];
}
