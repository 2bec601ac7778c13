import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { constants, crc32, createInflateRaw } from "node:zlib";
import type { ReadHandle } from "../../machine/disk.ts";
import { decodeName, readExactly, UnreadableZip, type ZipEntry } from "./zip-directory.ts";

const headerBytes = 30;

/** MD5 of an entry's content, streamed. Throws `UnreadableZip` wherever python's reader would fail. */
export async function hashEntry(file: ReadHandle, entry: ZipEntry, endAt: number): Promise<string> {
  const md5 = createHash("md5");
  let leftBytes = entry.sizeBytes;
  let crc = 0;
  for await (const chunk of readEntry(file, entry, endAt)) {
    const part = chunk.subarray(0, leftBytes);
    md5.update(part);
    crc = crc32(part, crc);
    leftBytes -= part.byteLength;
    // Python reads no further than the announced length.
    if (leftBytes === 0) break;
  }
  if (crc !== entry.crc) throw new UnreadableZip("Wrong checksum.");
  return md5.digest("hex");
}

const isEncrypted = 0x01;
const isPatch = 0x20;
const isStronglyEncrypted = 0x40;

async function findData(file: ReadHandle, entry: ZipEntry): Promise<number> {
  if ((entry.flags & (isEncrypted | isPatch | isStronglyEncrypted)) !== 0) {
    throw new UnreadableZip("Encrypted, or a patch.");
  }
  const header = await readExactly(file, entry.headerAt, headerBytes);
  if (header === null || header.readUInt32LE(0) !== 0x04034b50)
    throw new UnreadableZip("No header of an entry.");
  const nameBytes = header.readUInt16LE(26);
  const name = await readExactly(file, entry.headerAt + headerBytes, nameBytes);
  if (name === null || decodeName(name, header.readUInt16LE(6)) !== entry.fullName) {
    throw new UnreadableZip("Directory and header have different names.");
  }
  return entry.headerAt + headerBytes + nameBytes + header.readUInt16LE(28);
}

/** An entry's content, unpacked; its checksum is the reader's to compare. `endAt`: no entry reaches over it. */
export async function* readEntry(
  file: ReadHandle,
  entry: ZipEntry,
  endAt: number,
): AsyncGenerator<Uint8Array> {
  const dataAt = await findData(file, entry);
  if (dataAt + entry.packedBytes > endAt) throw new UnreadableZip("Entries overlap.");
  const packed = readPart(file, dataAt, entry.packedBytes);
  if (entry.method === 0) yield* packed;
  else if (entry.method === 8) yield* inflate(packed);
  else throw new UnreadableZip(`Packed by method ${entry.method}.`);
}

async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // What is missing at the end shows in the checksum, as it does for python.
  const inflater = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
  pipeline(Readable.from(packed, { objectMode: false }), inflater, () => {
    // A failure reaches the reader through `inflater`.
  });
  try {
    for await (const chunk of inflater) yield chunk;
  } catch (error) {
    const isBadData = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    throw isBadData ? new UnreadableZip(error.message) : error;
  }
}

const chunkBytes = 64 * 1024;

/** Each chunk in memory of its own: the inflater may still hold the one before. */
async function* readPart(file: ReadHandle, start: number, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; at += chunkBytes) {
    const chunk = await readExactly(file, start + at, Math.min(chunkBytes, sizeBytes - at));
    if (chunk === null) throw new UnreadableZip("The archive is cut.");
    yield chunk;
  }
}
