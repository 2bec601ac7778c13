import { type Disk, FileError } from "../../machine/disk.ts";
import type { Log } from "../../machine/log.ts";
import { type KeptCopyLabel, writeLabel } from "../labels.ts";
import type { CopyOrder } from "./copy-order.ts";
import { type LabelFile, readCopy, readHistoryFolder, type StoredCopy } from "./history-folder.ts";

export interface StoredCopyDeps {
  disk: Disk;
  log: Log;
  newId: () => string;
  order: Pick<CopyOrder, "alone" | "isInUse">;
}

/** The labels beside the contents. All of it throws `FileError`. */
export interface StoredCopies {
  readAll(): Promise<StoredCopy[]>;
  /** Null: there is none of this id (any more). */
  find(id: string): Promise<LabelFile | null>;
  /** Works on the copy as it is when its content's turn comes; false where it is gone by then. */
  alone(file: LabelFile, work: (copy: StoredCopy) => Promise<boolean>): Promise<boolean>;
  /** Durable when it resolves. */
  relabel(file: LabelFile, label: KeptCopyLabel): Promise<void>;
}

/** Labels are changed by this process alone, so each is read once, and again only before something is done to it. */
export function createStoredCopies(deps: StoredCopyDeps, folder: string): StoredCopies {
  const { disk, order } = deps;
  let known = new Map<string, StoredCopy>();

  async function readAll(): Promise<StoredCopy[]> {
    const { labels, contents } = await readHistoryFolder(disk, folder);
    const copies = new Map<string, StoredCopy>();
    for (const file of labels.filter(({ sha256 }) => contents.has(sha256))) {
      const copy = known.get(file.name) ?? (await readCopy(disk, folder, file));
      if (copy !== null) copies.set(file.name, copy);
    }
    known = copies;
    return [...copies.values()];
  }

  return {
    readAll,
    async find(id) {
      const { labels, contents } = await readHistoryFolder(disk, folder);
      return labels.find((one) => one.id === id && contents.has(one.sha256)) ?? null;
    },
    alone: (file, work) =>
      order.alone(file.sha256, async () => {
        const copy = await readCopy(disk, folder, file);
        return copy !== null && (await work(copy));
      }),
    async relabel(file, label) {
      known.delete(file.name);
      await writeLabel(deps, folder, file.name, label);
      await disk.syncFolder(folder);
    },
  };
}

/** What the disk refuses for one copy must not keep the others from being looked after. */
export async function passOver<T>(log: Log, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    log.warn("A kept copy could not be looked after.", { error: String(error) });
    return null;
  }
}
