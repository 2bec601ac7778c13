import type { SaveRow } from "../save-row.ts";
import type { RomIdentity, Unit } from "../state.ts";

/** `users/<hex>/saves/<platform's folder>/<rom id>[/<emulator>]`, as RomM 4.7 to 5.5 lay saves out. */
const layout = /(?:^|\/)saves\/([^/]+)\/(\d+)(?:\/|$)/;

/**
 * Whether a row's bytes lie under another rom than its listing says, as after a library that was built anew under the
 * old ids. A path of another layout, or none, tells nothing; a row of a channel (5.5) came back with its rom's file, and
 * lies where it lay under the id before.
 */
export function isOfOtherRom(row: SaveRow, rom: RomIdentity): boolean {
  const romId = placeOf(row)?.romId;
  return romId !== undefined && romId !== rom.romId;
}

/** Whether it lies with another platform than the rom is known to be of: RomM has to be asked which it is of now. */
export function isElsewhere(row: SaveRow, folders: readonly (string | undefined)[]): boolean {
  const platform = placeOf(row)?.platform;
  return platform !== undefined && !folders.includes(platform) && !folders.every((one) => one === undefined);
}

function placeOf({ filePath, channelId }: SaveRow): { platform: string; romId: number } | null {
  const [, platform, romId] = (channelId == null && layout.exec(filePath ?? "")) || [];
  return platform === undefined || romId === undefined ? null : { platform, romId: Number(romId) };
}

/**
 * A row that was here before stands under the rom's id: it is the same rom, whatever it is called by now, and wherever it
 * lies. Ids are given out again by a RomM that was restored, but not with the same date of birth.
 */
export function isKnownRow({ seen, baseline, rom }: Unit, row: SaveRow): boolean {
  const agreed = baseline?.romId === rom.romId && baseline.row.id === row.id ? baseline.row : undefined;
  const known = agreed ?? seen[row.id];
  return known !== undefined && Math.abs(known.createdAtMs - row.createdAtMs) <= 1000;
}

/**
 * Where no known row tells. A platform, a size or an extension prove nothing: with ids that were given out anew they would
 * send a save into another game. A patched file in its old place is the same; so is the same content elsewhere.
 */
export function isSameRom(known: RomIdentity, now: RomIdentity): boolean {
  if (known.platformSlug === now.platformSlug && known.fsName === now.fsName) return true;
  return known.md5 !== undefined && known.md5 === now.md5;
}
