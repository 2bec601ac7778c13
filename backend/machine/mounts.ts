import { readdir, readFile, realpath } from "node:fs/promises";

/** Something that is mounted now. */
export interface Mount {
  point: string;
  /** Of its file system, as `blkid` tells it; null: it has none, or it is no disk. */
  uuid: string | null;
}

export interface Mounts {
  /** The deepest last; empty: this machine does not tell. */
  list(): Promise<Mount[]>;
}

/** Linux' `/proc/self/mountinfo` (proc(5)) and udev's `/dev/disk/by-uuid`, or files of the same shape. */
export function createMounts(roots: { procRoot: string; uuidFolder: string }): Mounts {
  return {
    async list() {
      const [text, uuids] = await Promise.all([
        orNull(readFile(`${roots.procRoot}/self/mountinfo`, "utf8")),
        readUuids(roots.uuidFolder),
      ]);
      const mounts = (text ?? "").split("\n").flatMap((line) => readMount(line, uuids));
      return mounts.sort((a, b) => a.point.length - b.point.length);
    },
  };
}

/** `36 35 98:0 /root /mnt\040point rw,noatime master:1 - ext4 /dev/sda1 rw` */
function readMount(line: string, uuids: ReadonlyMap<string, string>): Mount[] {
  const [left = "", right = ""] = line.split(" - ", 2);
  const point = left.split(" ")[4];
  const source = right.split(" ")[1];
  if (point === undefined || source === undefined) return [];
  return [{ point: decodeOctals(point), uuid: uuids.get(decodeOctals(source)) ?? null }];
}

function decodeOctals(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** By device. */
async function readUuids(folder: string): Promise<Map<string, string>> {
  const names = (await orNull(readdir(folder))) ?? [];
  const devices = await Promise.all(names.map((name) => orNull(realpath(`${folder}/${name}`))));
  return new Map(names.flatMap((name, at) => (devices[at] ? [[devices[at], name] as const] : [])));
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch {
    return null;
  }
}
