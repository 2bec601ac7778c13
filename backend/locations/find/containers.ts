import { extensionOf, nameOf } from "../../core/paths.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import type { DeckFiles } from "./deck/deck-files.ts";
import { rootsOfSave } from "./presence.ts";

/** What a container of many games' saves begins with. */
const heads = ["Sony PS2 Memory Card Format ", "QFI\u00fb"];

/** Names that emulators give to one card for all games. */
const sharedNames =
  /^(?:mcd00\d\.ps2|vmu_save_[a-d][12]\.bin|memorycard[ab]\.[a-z]{3}\.raw|(?:.*_)?shared(?:_card_\d)?(?:\.\d)?\.(?:mcd|mcr|bkr|bcr|memcard|srm)|scd_[eju]\.brm|neocd\.srm|pcsx-card2\.mcd)$/i;

/** Whether one of the place's files is a card or disk of several games, by its name or how it begins. */
export async function isSharedContainer(files: DeckFiles, location: SaveLocation): Promise<boolean> {
  for (const path of await rootsOfSave(files, location)) {
    if (sharedNames.test(nameOf(path))) return true;
    if ((await files.kind(path)) !== "file" || /^\.(?:srm|sav)$/i.test(extensionOf(path))) continue;
    const bytes = await files.bytes(path, 0, 32);
    const head = bytes === null ? "" : String.fromCharCode(...bytes);
    if (heads.some((one) => head.startsWith(one))) return true;
  }
  return false;
}
