import { hasAt, viewOf } from "./read-bytes.ts";

/** Memory cards whose directory has no file. Each answers false for what is not its card. */

/** 15 frames of 128 bytes behind the header; 0x51 to 0x53 are in use, 0xA0 to 0xA3 free or deleted. */
export function isEmptyPs1Card(bytes: Uint8Array): boolean {
  const start = hasAt(bytes, 0, "123-456-STD") ? 3904 : 0;
  if (bytes.byteLength !== start + 128 * 1024 || !hasAt(bytes, start, "MC")) return false;
  for (let frame = 1; frame <= 15; frame++)
    if (((bytes[start + 128 * frame] ?? 0) & 0xf0) === 0x50) return false;
  return true;
}

/** The index (pages 1 and 2) calls every page from the sixth on free (3), and no note begins at a page. */
export function isEmptyN64Pak(bytes: Uint8Array): boolean {
  if (bytes.byteLength !== 32 * 1024) return false;
  const view = viewOf(bytes);
  for (let page = 5; page < 128; page++) if (view.getUint16(0x100 + 2 * page) !== 3) return false;
  for (let note = 0; note < 16; note++) if (view.getUint16(0x306 + 32 * note) >= 5) return false;
  return true;
}

/** The root directory has itself and its parent only. With ECC, 16 bytes follow each page. */
export function isEmptyPs2Card(bytes: Uint8Array): boolean {
  if (!hasAt(bytes, 0, ps2Magic) || bytes.byteLength < 0x150) return false;
  const view = viewOf(bytes);
  const [pageBytes, pagesInCluster] = [view.getUint16(0x28, true), view.getUint16(0x2a, true)];
  const [clusters, firstCluster] = [view.getUint32(0x30, true), view.getUint32(0x34, true)];
  const hasEcc = bytes.byteLength > clusters * pagesInCluster * pageBytes;
  const page = (firstCluster + view.getUint32(0x3c, true)) * pagesInCluster;
  const root = page * (hasEcc ? pageBytes + pageBytes / 32 : pageBytes);
  return root > 0 && root + 8 <= bytes.byteLength && view.getUint32(root + 4, true) <= 2;
}

export const ps2Magic = "Sony PS2 Memory Card Format ";

/** The root block, the last of 256, says where the directory is; 32 bytes a file, of which the first says what it is. */
export function isEmptyVmu(bytes: Uint8Array): boolean {
  const root = 255 * vmuBlock;
  if (bytes.byteLength !== 256 * vmuBlock || !hasAt(bytes, root, new Array<number>(16).fill(0x55)))
    return false;
  const view = viewOf(bytes);
  const [last, count] = [view.getUint16(root + 0x4a, true), view.getUint16(root + 0x4c, true)];
  if (last > 254 || count === 0 || count > last) return false;
  for (let at = (last - count + 1) * vmuBlock; at < (last + 1) * vmuBlock; at += 32)
    if (bytes[at] !== 0) return false;
  return true;
}

const vmuBlock = 512;
