import type { SaveRow } from "../save-row.ts";
import type { RomIdentity } from "../state.ts";

/** `users/<hex>/saves/<platform's folder>/<rom id>[/<emulator>]`, as RomM 4.7 to 5.2 lay saves out. */
const layout = /(?:^|\/)saves\/([^/]+)\/(\d+)(?:\/|$)/;

/**
 * Whether a row's bytes lie under another rom than its listing says, as after a library that was built anew under the
 * old ids. A path of another layout, or none, tells nothing.
 */
export function isOfOtherRom(row: SaveRow, rom: RomIdentity): boolean {
  const [, platform, romId] = layout.exec(row.filePath ?? "") ?? [];
  if (platform === undefined || romId === undefined) return false;
  if (Number(romId) !== rom.romId) return true;
  return rom.platformFolder !== undefined && platform !== rom.platformFolder;
}
