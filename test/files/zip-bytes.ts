import { crc32, deflateRawSync } from "node:zlib";

/** An entry to write down as it is told, right or wrong. */
export interface ZipPart {
  /** Text is written as UTF-8 with flag 11; bytes as they are. */
  name: string | Uint8Array;
  content: string | Uint8Array;
  /** 0: stored; 8: deflated; any other number lies over stored bytes. */
  method?: number;
  flags?: number;
  crc?: number;
  /** Lengths and place as 64-bit numbers. */
  isLong?: boolean;
  /** The packed length that the directory tells, where it is not the true one. */
  packedBytes?: number;
  /** The name in the entry's own header, where it differs. */
  headerName?: string;
  extra?: Uint8Array;
  /** File type and permissions, as a Unix notes them. */
  unixMode?: number;
}

/** The bytes of an archive. `prefix` lies in front of it and is counted by no offset in it. */
export function zipBytes(parts: ZipPart[], around: { prefix?: Uint8Array; comment?: string } = {}): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const { header, entry } = writePart(part, at);
    files.push(header);
    directory.push(entry);
    at += header.length;
  }
  const entries = Buffer.concat(directory);
  const comment = Buffer.from(around.comment ?? "");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([around.prefix ?? Buffer.alloc(0), ...files, entries, end, comment]);
}

function writePart(part: ZipPart, at: number): { header: Buffer; entry: Buffer } {
  const isText = typeof part.name === "string";
  const name = Buffer.from(part.name);
  const headerName = Buffer.from(part.headerName ?? part.name);
  const content = Buffer.from(part.content);
  const { method = 8 } = part;
  const packed = method === 8 ? deflateRawSync(content) : content;
  const flags = part.flags ?? (isText ? 0x800 : 0);
  const crc = part.crc ?? crc32(content);
  const extra = Buffer.concat([
    part.isLong ? longNumbers(content, packed, at) : Buffer.alloc(0),
    part.extra ?? Buffer.alloc(0),
  ]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(headerName.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt8(part.unixMode === undefined ? 0 : 3, 5);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(part.isLong ? 0xffffffff : (part.packedBytes ?? packed.length), 20);
  entry.writeUInt32LE(part.isLong ? 0xffffffff : content.length, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt16LE(part.unixMode ?? 0, 40);
  entry.writeUInt32LE(part.isLong ? 0xffffffff : at, 42);
  return {
    header: Buffer.concat([header, headerName, packed]),
    entry: Buffer.concat([entry, name, extra]),
  };
}

function longNumbers(content: Buffer, packed: Buffer, at: number): Buffer {
  const field = Buffer.alloc(28);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(24, 2);
  field.writeBigUInt64LE(BigInt(content.length), 4);
  field.writeBigUInt64LE(BigInt(packed.length), 12);
  field.writeBigUInt64LE(BigInt(at), 20);
  return field;
}
