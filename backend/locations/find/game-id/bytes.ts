/** Numbers and texts in bytes, without Node's `Buffer`; what lies behind the end reads as zero. */

export function uint32(bytes: Uint8Array, at: number): number {
  const byte = (index: number) => bytes[at + index] ?? 0;
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}

/** The highest byte first. */
export function uint32BE(bytes: Uint8Array, at: number): number {
  const byte = (index: number) => bytes[at + index] ?? 0;
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
}

export function textOf(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

export function hexOf(bytes: Uint8Array, at: number, length: number): string {
  return [...bytes.subarray(at, at + length)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Up to its end or the first zero byte. */
export function zeroEnded(bytes: Uint8Array, at: number, most: number): string {
  return textOf(bytes, at, most).split("\0", 1)[0] ?? "";
}
