/**
 * Clocks that stand behind a save, by the sizes of both: GBA's 16 bytes (mGBA, VBA-M), and MBC3's of 44 or 48 bytes (VBA-M
 * and mGBA, BGB). HuC-3's (mGBA 136, SameBoy 17 bytes) and TAMA5's (40) hold what the game wrote: they are content.
 */
const clockFooters: readonly { clockBytes: number; saveBytes: readonly number[] }[] = [
  { clockBytes: 16, saveBytes: [0x200, 0x2000, 0x8000, 0x10000, 0x20000] },
  { clockBytes: 44, saveBytes: [0x200, 0x800, 0x2000, 0x8000, 0x10000] },
  { clockBytes: 48, saveBytes: [0x200, 0x800, 0x2000, 0x8000, 0x10000] },
];

/** How much of a file is its clock; 0: it has none. */
export function clockBytesOf(sizeBytes: number): number {
  const found = clockFooters.find(({ clockBytes, saveBytes }) => saveBytes.includes(sizeBytes - clockBytes));
  return found?.clockBytes ?? 0;
}

/** A file of its own beside the save: gambatte's, snes9x's and bsnes'. */
export function isClockFile(name: string): boolean {
  return name.toLowerCase().endsWith(".rtc");
}
