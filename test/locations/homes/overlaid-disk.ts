import type { Disk } from "../../../backend/machine/disk.ts";

/** A disk on which some files hold other bytes than they do. */
export function createOverlaidDisk(disk: Disk, over: ReadonlyMap<string, Uint8Array>): Disk {
  return {
    ...disk,
    async stat(path) {
      const stat = await disk.stat(path);
      const bytes = over.get(path);
      return stat === null || bytes === undefined ? stat : { ...stat, sizeBytes: bytes.byteLength };
    },
    async openRead(path) {
      const [file, bytes] = [await disk.openRead(path), over.get(path)];
      if (file === null || bytes === undefined) return file;
      return {
        ...file,
        stat: async () => ({ ...(await file.stat()), sizeBytes: bytes.byteLength }),
        async readAt(buffer, position) {
          const piece = bytes.subarray(position, position + buffer.byteLength);
          buffer.set(piece);
          return piece.byteLength;
        },
      };
    },
  };
}
