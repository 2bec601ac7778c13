const sector = 2048;

interface Folder {
  files: Map<string, Buffer>;
  folders: Map<string, Folder>;
}

/**
 * A disc of ISO 9660 with these files: `PSP_GAME/PARAM.SFO sfo DISC_ID=ULUS10336`, `SYSTEM.CNF text BOOT2 = …`; a lone
 * `PARAM.SFO` is that file itself. Written from the standard (ECMA-119), not from the code that reads it.
 */
export function makeDisc(lines: string[]): Buffer {
  const [only, another] = lines;
  const alone = another === undefined ? /^PARAM\.SFO sfo (.*)$/.exec(only ?? "") : null;
  if (alone) return makeSfo(alone[1] ?? "");
  const root: Folder = { files: new Map(), folders: new Map() };
  for (const line of lines) {
    const [, path = "", form, rest = ""] = /^(\S+) (text|sfo) (.*)$/.exec(line) ?? [];
    const names = path.split("/");
    const name = names.pop() ?? "";
    let folder = root;
    for (const step of names) folder = folderIn(folder, step);
    folder.files.set(name, form === "sfo" ? makeSfo(rest) : Buffer.from(rest.replaceAll("\\n", "\n")));
  }
  const sectors: Buffer[] = Array.from({ length: 18 }, () => Buffer.alloc(sector));
  const extent = layFolder(sectors, root);
  const volume = sectors[16] as Buffer;
  volume.write("\x01CD001\x01", 0, "latin1");
  record("\0", { ...extent, isFolder: true }).copy(volume, 156);
  (sectors[17] as Buffer).write("\xffCD001\x01", 0, "latin1");
  return Buffer.concat(sectors);
}

function folderIn(folder: Folder, name: string): Folder {
  const known = folder.folders.get(name) ?? { files: new Map(), folders: new Map() };
  folder.folders.set(name, known);
  return known;
}

interface Extent {
  at: number;
  length: number;
}

function layFolder(sectors: Buffer[], folder: Folder): Extent {
  const records: Buffer[] = [];
  for (const [name, inner] of folder.folders)
    records.push(record(name, { ...layFolder(sectors, inner), isFolder: true }));
  for (const [name, content] of folder.files)
    records.push(record(`${name};1`, { ...lay(sectors, content), isFolder: false }));
  const own = Buffer.concat([record("\0", { at: 0, length: 0, isFolder: true }), ...records]);
  return lay(sectors, own);
}

function lay(sectors: Buffer[], content: Buffer): Extent {
  const at = sectors.length;
  const whole = Buffer.alloc(Math.max(1, Math.ceil(content.length / sector)) * sector);
  content.copy(whole);
  for (let from = 0; from < whole.length; from += sector) sectors.push(whole.subarray(from, from + sector));
  return { at, length: content.length };
}

function record(name: string, { at, length, isFolder }: Extent & { isFolder: boolean }): Buffer {
  const bytes = Buffer.alloc(33 + name.length + ((33 + name.length) % 2));
  bytes[0] = bytes.length;
  bytes.writeUInt32LE(at, 2);
  bytes.writeUInt32BE(at, 6);
  bytes.writeUInt32LE(length, 10);
  bytes.writeUInt32BE(length, 14);
  bytes[25] = isFolder ? 2 : 0;
  bytes[32] = name.length;
  bytes.write(name, 33, "latin1");
  return bytes;
}

/** `DISC_ID=ULUS10336 TITLE=Game`. */
function makeSfo(pairs: string): Buffer {
  const entries = pairs.split(" ").map((pair) => pair.split("=") as [string, string]);
  const keys = Buffer.from(`${entries.map(([key]) => key).join("\0")}\0`);
  const values = Buffer.from(`${entries.map(([, value]) => value).join("\0")}\0`);
  const head = Buffer.alloc(20 + entries.length * 16);
  head.write("\0PSF", 0, "latin1");
  head.writeUInt32LE(0x101, 4);
  head.writeUInt32LE(head.length, 8);
  head.writeUInt32LE(head.length + keys.length, 12);
  head.writeUInt32LE(entries.length, 16);
  let [key, value] = [0, 0];
  entries.forEach(([name, text], index) => {
    const at = 20 + index * 16;
    head.writeUInt16LE(key, at);
    head.writeUInt16LE(0x204, at + 2);
    head.writeUInt32LE(text.length + 1, at + 4);
    head.writeUInt32LE(text.length + 1, at + 8);
    head.writeUInt32LE(value, at + 12);
    key += name.length + 1;
    value += text.length + 1;
  });
  return Buffer.concat([head, keys, values]);
}
