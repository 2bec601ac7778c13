import { wasPutInPlace } from "../decide/equality.ts";
import type { SaveRow } from "../save-row.ts";

export type Maker = { kind: "device"; name: string } | { kind: "web-player" } | { kind: "unknown" };

/**
 * Who made a save, as far as RomM tells: a device that it knows, or its web player, which is none and writes the core's
 * own name. RomM before 4.9 tells no makers at all, so that no maker of a row says nothing there.
 */
export function makerOf(row: SaveRow, rows: readonly SaveRow[]): Maker {
  const { originDeviceId, emulator } = row;
  if (originDeviceId !== null) {
    // Whoever wrote over it in place is not told; it may only have been dated anew.
    const made = wasPutInPlace(row)
      ? undefined
      : row.deviceSyncs.find((one) => one.deviceId === originDeviceId);
    return made?.deviceName ? { kind: "device", name: made.deviceName } : { kind: "unknown" };
  }
  const tellsMakers = rows.some((one) => one.originDeviceId !== null);
  const isPlayed = tellsMakers && emulator !== null && webCores.has(emulator);
  return isPlayed ? { kind: "web-player" } : { kind: "unknown" };
}

/** Cores of EmulatorJS, as its documentation lists them for RomM's systems. */
const webCores: ReadonlySet<string> = new Set(
  `fceumm nestopia snes9x bsnes gambatte mgba vba_next beetle_vb mednafen_vb mupen64plus_next parallel_n64 melonds
   desmume desmume2015 pcsx_rearmed mednafen_psx_hw mednafen_psx genesis_plus_gx genesis_plus_gx_wide picodrive smsplus
   yabause mednafen_saturn handy virtualjaguar prosystem stella2014 stella a5200 gearcoleco bluemsx fbneo
   fbalpha2012_cps1 fbalpha2012_cps2 same_cdi mame2003 mame2003_plus mednafen_ngp mednafen_wswan mednafen_pce mednafen_pcfx
   opera ppsspp vice_x64 vice_x64sc vice_x128 vice_xvic vice_xpet vice_xplus4 puae dosbox_pure prboom freeintv cap32
   crocods fuse 81 azahar`.split(/\s+/),
);
