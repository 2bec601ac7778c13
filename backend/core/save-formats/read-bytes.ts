/** Whether these bytes stand at that place: a text (one byte a letter) or numbers. */
export function hasAt(bytes: Uint8Array, at: number, wanted: string | readonly number[]): boolean {
  if (at < 0 || at + wanted.length > bytes.byteLength) return false;
  for (let index = 0; index < wanted.length; index++) {
    const byte = typeof wanted === "string" ? wanted.charCodeAt(index) : wanted[index];
    if (bytes[at + index] !== byte) return false;
  }
  return true;
}

/** Every byte 0x00 or 0xFF, or none at all: memory that was never written. */
export function isUnwritten(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x00 || byte === 0xff);
}

/** Up to the last byte that is not zero. */
export function dataBytesOf(bytes: Uint8Array): number {
  let end = bytes.byteLength;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
