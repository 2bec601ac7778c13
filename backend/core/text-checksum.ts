/** FNV-1a in two lanes, as short text: tells texts apart, and guards nothing. */
export function checksumOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (const byte of new TextEncoder().encode(text)) {
    a = Math.imul(a ^ byte, 0x01000193) >>> 0;
    b = Math.imul(b ^ byte, 0x01000193) >>> 0;
    b = (b ^ (a >>> 7)) >>> 0;
  }
  return `${a.toString(36)}${b.toString(36)}`;
}
