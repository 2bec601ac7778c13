/**
 * Law: the same members give the same bytes, on every machine and in every version of Savepoint. They are what a set
 * of files is hashed by, so a library whose next version writes a field otherwise would show every set as changed.
 * Stored, without dates, in the form that every reader takes (sizes in the headers, no data descriptors).
 */

/** What a stored zip says of one file, or of one empty folder, whose name ends in a slash. */
export interface StoredEntry {
  name: string;
  crc: number;
  sizeBytes: number;
}

const version = 20;
/** Flag 11: the name is UTF-8. */
const utf8Flag = 0x800;
/** 1 January 1980, the first day that a zip can name. */
const firstDay = 0x21;
const unixOrigin = 3;
/** A plain file, readable by all. */
const fileMode = 0o100644;
const folderMode = 0o040755;
/** MS-DOS's mark of a folder, which some readers go by. */
const folderMark = 0x10;

/** Stands before the file's bytes. */
export function headerOf(entry: StoredEntry): Uint8Array {
  const name = Buffer.from(entry.name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeFacts(header, 4, entry, name);
  return Buffer.concat([header, name]);
}

/** Stands after the last file's bytes and ends the archive. */
export function directoryOf(entries: StoredEntry[]): Uint8Array {
  let headerAt = 0;
  const records = entries.map((entry) => {
    const name = Buffer.from(entry.name);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt8(version, 4);
    record.writeUInt8(unixOrigin, 5);
    writeFacts(record, 6, entry, name);
    record.writeUInt32LE(attributesOf(entry), 38);
    record.writeUInt32LE(headerAt, 42);
    headerAt += 30 + name.length + entry.sizeBytes;
    return Buffer.concat([record, name]);
  });
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(headerAt, 16);
  return Buffer.concat([directory, end]);
}

function attributesOf({ name }: StoredEntry): number {
  return name.endsWith("/") ? ((folderMode << 16) >>> 0) + folderMark : (fileMode << 16) >>> 0;
}

/** Of the whole archive. */
export function sizeOfArchive(entries: readonly Pick<StoredEntry, "name" | "sizeBytes">[]): number {
  const sizes = entries.map(({ name, sizeBytes }) => 76 + 2 * Buffer.byteLength(name) + sizeBytes);
  return sizes.reduce((sum, size) => sum + size, 22);
}

/** The fields that header and directory share, in the same order. */
function writeFacts(target: Buffer, at: number, { crc, sizeBytes }: StoredEntry, name: Buffer): void {
  target.writeUInt16LE(version, at);
  target.writeUInt16LE(utf8Flag, at + 2);
  target.writeUInt16LE(firstDay, at + 8);
  target.writeUInt32LE(crc, at + 10);
  target.writeUInt32LE(sizeBytes, at + 14);
  target.writeUInt32LE(sizeBytes, at + 18);
  target.writeUInt16LE(name.length, at + 22);
}
