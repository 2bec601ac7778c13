import { type FileMeasure, type Measure, sizeOf, wholeTree } from "./body.ts";
import { n64CompositeBytes } from "./formats.ts";

const ps2CardWithEccBytes = 16_384 * 528;

/** The sizes of memories: a save of one of them is always as large, until something cuts it. */
export function isSizeClass(sizeBytes: number): boolean {
  if (sizeBytes === n64CompositeBytes || sizeBytes === ps2CardWithEccBytes) return true;
  return sizeBytes >= 512 && sizeBytes <= 16 * 1024 ** 2 && (sizeBytes & (sizeBytes - 1)) === 0;
}

/** Against what was agreed or chosen last; `sizes`: those that the unit had before, or the player took. */
export function isDamaged(now: Measure, agreed: Measure, sizes: readonly number[]): boolean {
  const isKnownSize = sizes.includes(sizeOf(now));
  return Object.entries(agreed).some(([name, before]) => {
    const after = now[name];
    if (after === undefined) return false;
    if (after.sizeBytes * 2 < before.sizeBytes && !isKnownSize) return true;
    if (name === wholeTree) return false;
    const isOtherClass = !isKnownSize && hasOtherClass(after.sizeBytes, before.sizeBytes);
    return isOtherClass || lostItsEnd(after, before);
  });
}

function hasOtherClass(now: number, before: number): boolean {
  return now !== before && isSizeClass(before) && (now < before || isSizeClass(now));
}

/** A file system gives back zeros, from a border of its blocks on, for what it had not written yet when power was lost. */
const blockBytes = 4096;

function lostItsEnd(now: FileMeasure, before: FileMeasure): boolean {
  const zerosFrom = Math.ceil(now.dataBytes / blockBytes) * blockBytes;
  const lostBytes = Math.min(before.dataBytes, now.sizeBytes) - zerosFrom;
  return lostBytes > 0 && lostBytes * 4 >= now.sizeBytes;
}
