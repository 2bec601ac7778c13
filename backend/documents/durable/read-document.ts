import { createHash } from "node:crypto";
import type { Disk } from "../../machine/disk.ts";
import { type Damage, type Decoded, type DocumentFormat, decodeDocument } from "./envelope.ts";

export type FileBytes =
  | { kind: "absent" }
  | { kind: "damaged"; damage: Damage }
  | { kind: "bytes"; bytes: Uint8Array };

const maxSizeBytes = 256 * 1024 * 1024;

/** A folder or a device in the file's place is damage; what the disk refuses to tell throws `FileError`. */
export async function readFileBytes(disk: Disk, path: string): Promise<FileBytes> {
  const stat = await disk.stat(path);
  if (stat === null) return { kind: "absent" };
  if (stat.kind !== "file") return { kind: "damaged", damage: "not-a-file" };
  if (stat.sizeBytes > maxSizeBytes) return { kind: "damaged", damage: "too-large" };
  const bytes = await disk.read(path);
  return bytes === null ? { kind: "absent" } : { kind: "bytes", bytes };
}

/** What stands at the path, decoded. Throws `FileError` for I/O errors only. */
export async function readDocument<T>(
  disk: Disk,
  path: string,
  shape: DocumentFormat<T>,
): Promise<Decoded<T> | { kind: "absent" }> {
  const file = await readFileBytes(disk, path);
  return file.kind === "bytes" ? decodeDocument(shape, file.bytes) : file;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
