import { hasAt, viewOf } from "./read-bytes.ts";

/** Backup memories inside of consoles, formatted and without a file. Each answers false for what is not its memory. */

/** The signature fills the first block; each save begins with an occupied tag on a block's border. Some emulators keep it byte by byte on odd addresses. */
export function isEmptySaturnMemory(bytes: Uint8Array): boolean {
  const packed = hasAt(bytes, 1, "B") && hasAt(bytes, 3, "a") ? oddBytesOf(bytes) : bytes;
  if (!hasAt(packed, 0, "BackUpRam Format")) return false;
  for (let at = 64; at + 4 <= packed.byteLength; at += 64)
    if (hasAt(packed, at, [0x80, 0, 0, 0])) return false;
  return true;
}

function oddBytesOf(bytes: Uint8Array): Uint8Array {
  return bytes.filter((_, at) => at % 2 === 1);
}

/** The last block is a footer: how many blocks are free, then how many files there are, then the signature. */
export function isEmptySegaCdMemory(bytes: Uint8Array): boolean {
  const footer = bytes.byteLength - 64;
  if (!hasAt(bytes, footer + 0x20, "SEGA_CD_ROM") || !hasAt(bytes, footer + 0x30, "RAM_CARTRIDGE___"))
    return false;
  return viewOf(bytes).getUint16(footer + 0x18) === 0;
}

/** The header tells where the next file would begin: at 0x8010, right behind it, where there is none. */
export function isEmptyPcEngineMemory(bytes: Uint8Array): boolean {
  return hasAt(bytes, 0, "HUBM") && hasAt(bytes, 6, [0x10, 0x80]);
}

/** A label, then blocks with fingerprints: an anchor and free ones, and none of a file. */
export function isEmpty3doMemory(bytes: Uint8Array): boolean {
  if (!hasAt(bytes, 0, [1, 0x5a, 0x5a, 0x5a, 0x5a, 0x5a])) return false;
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4)
    if (hasAt(bytes, at, [0xbe, 0x4f, 0x32, 0xa6])) return false;
  return true;
}
