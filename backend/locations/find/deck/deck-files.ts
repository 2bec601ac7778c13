import { type Disk, FileError, type FileStat } from "../../../machine/disk.ts";

/** What reading a settings file came to. A file that cannot be read is no absent one: its settings are unknown. */
export type Text = { kind: "text"; text: string } | { kind: "absent" } | { kind: "unreadable"; path: string };

/**
 * What the search reads of this Deck: each thing once, none of it written, and never more than fits in a bound, whatever
 * stands there. Made anew for each run, since emulators and players change their settings.
 */
export interface DeckFiles {
  /** The player's home. */
  home: string;
  text(path: string): Promise<Text>;
  /** `unknown`: the disk does not tell, which is by no means absent. */
  kind(path: string): Promise<FileStat["kind"] | "absent" | "unknown">;
  /** Names in a folder, at most some thousands; empty too where there is none or it cannot be read. */
  names(folder: string): Promise<string[]>;
  /** A piece of a file; shorter at its end, null where it cannot be read. */
  bytes(path: string, position: number, length: number): Promise<Uint8Array | null>;
  stat(path: string): Promise<FileStat | null>;
  /** Links resolved; null: absent, or the disk does not tell. */
  realPath(path: string): Promise<string | null>;
}

/** The largest settings files have some hundred kilobytes. */
const longestText = 2 * 1024 * 1024;
const mostNames = 20_000;

export function createDeckFiles(disk: Disk, home: string): DeckFiles {
  const stat = remembered(async (path) => await orElse("unknown" as const, () => disk.stat(path)));
  const text = remembered(async (path): Promise<Text> => {
    const known = await stat(path);
    if (known === null) return { kind: "absent" };
    // A pipe would never end, and a link to a device neither.
    if (known === "unknown" || known.kind !== "file" || known.sizeBytes > longestText)
      return { kind: "unreadable", path };
    const bytes = await orElse("unknown" as const, () =>
      readPiece(disk, path, { at: 0, length: longestText }),
    );
    if (bytes === "unknown") return { kind: "unreadable", path };
    return bytes === null ? { kind: "absent" } : { kind: "text", text: new TextDecoder().decode(bytes) };
  });
  const names = remembered(async (folder) => {
    const found = await orElse(null, () => disk.list(folder));
    return (found ?? []).slice(0, mostNames).sort();
  });
  return {
    home,
    text,
    names,
    async kind(path) {
      const known = await stat(path);
      return known === null ? "absent" : known === "unknown" ? known : known.kind;
    },
    async bytes(path, position, length) {
      const known = await stat(path);
      if (known === null || known === "unknown" || known.kind !== "file") return null;
      return await orElse(null, () => readPiece(disk, path, { at: position, length }));
    },
    async stat(path) {
      const known = await stat(path);
      return known === "unknown" ? null : known;
    },
    realPath: remembered((path) => orElse(null, () => disk.realPath(path))),
  };
}

async function readPiece(
  disk: Disk,
  path: string,
  { at, length }: { at: number; length: number },
): Promise<Uint8Array | null> {
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    const left = Math.max(0, (await file.stat()).sizeBytes - at);
    const buffer = new Uint8Array(Math.min(length, left));
    return buffer.subarray(0, await file.readAt(buffer, at));
  } finally {
    await file.close();
  }
}

async function orElse<T, Other>(other: Other, work: () => Promise<T>): Promise<T | Other> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileError) return other;
    throw error;
  }
}

function remembered<T>(ask: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (path) => {
    const known = answers.get(path);
    if (known) return known;
    // No path of a file system has a NUL, and asking for one would be a defect.
    const answer = ask(path.includes("\0") ? "/dev/null/none" : path);
    answers.set(path, answer);
    return answer;
  };
}
