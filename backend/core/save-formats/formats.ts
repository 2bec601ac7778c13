import {
  isEmpty3doMemory,
  isEmptyPcEngineMemory,
  isEmptySaturnMemory,
  isEmptySegaCdMemory,
} from "./backup-memories.ts";
import { isEmptyN64Pak, isEmptyPs1Card, isEmptyPs2Card, isEmptyVmu } from "./cards.ts";
import { hasAt, isUnwritten } from "./read-bytes.ts";

/** What has bytes and holds nothing, by its format. The README prints names and sources. */
export const emptyFormats: readonly {
  name: string;
  source: string;
  isEmpty: (bytes: Uint8Array) => boolean;
}[] = [
  {
    name: "memory that was never written",
    source: "flash and EEPROM read 0xFF when erased, SRAM 0x00",
    isEmpty: isUnwritten,
  },
  { name: "PlayStation card", source: "nocash psx-spx, Memory Card Data Format", isEmpty: isEmptyPs1Card },
  {
    name: "PlayStation 2 card",
    source: "Ross Ridge, PlayStation 2 Memory Card File System",
    isEmpty: isEmptyPs2Card,
  },
  {
    name: "Nintendo 64 controller pak",
    source: "n64brew.dev, Controller Pak Filesystem",
    isEmpty: isEmptyN64Pak,
  },
  {
    name: "Nintendo 64 memories of mupen64plus",
    source: "mupen64plus-libretro, save_memory_data",
    isEmpty: isEmptyN64Composite,
  },
  { name: "Dreamcast VMU", source: "Marcus Comstedt, VMU file system", isEmpty: isEmptyVmu },
  { name: "Saturn backup memory", source: "Sega ST-162, Backup Library", isEmpty: isEmptySaturnMemory },
  { name: "Sega CD backup memory", source: "Genesis Plus GX, brm_format", isEmpty: isEmptySegaCdMemory },
  { name: "PC Engine backup memory", source: "Archaic Pixels, BRAM", isEmpty: isEmptyPcEngineMemory },
  { name: "3DO memory", source: "Portfolio OS, discdata.h and LinkedMemBlock", isEmpty: isEmpty3doMemory },
];

/** Of one file, unpacked and without its clock. */
export function isEmptySave(bytes: Uint8Array): boolean {
  return isRefusedSave(bytes) || emptyFormats.some(({ isEmpty }) => isEmpty(bytes));
}

/** What a client sends that had nothing to send. */
function isRefusedSave(bytes: Uint8Array): boolean {
  return bytes.byteLength === 4 && hasAt(bytes, 0, "null");
}

/** EEPROM, four paks, SRAM and flash, one behind the other: a first boot formats the paks and leaves the others as they were. */
const n64Parts = [0x800, 0x8000, 0x8000, 0x8000, 0x8000, 0x8000, 0x20000];
export const n64CompositeBytes = n64Parts.reduce((sum, size) => sum + size, 0);

function isEmptyN64Composite(bytes: Uint8Array): boolean {
  if (bytes.byteLength !== n64CompositeBytes) return false;
  let at = 0;
  return n64Parts.every((size) => {
    const part = bytes.subarray(at, at + size);
    at += size;
    return isUnwritten(part) || isEmptyN64Pak(part);
  });
}
