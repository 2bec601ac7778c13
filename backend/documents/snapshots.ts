import { join } from "node:path";
import { FileError } from "../machine/disk.ts";
import type { DocumentFormat, Saved } from "./durable/envelope.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import { readDocument } from "./durable/read-document.ts";
import { tryToRemove } from "./durable/replace-file.ts";
import type { DurableJson } from "./durable-json.ts";

/** An older value that the player can go back to. */
export interface Snapshot<T> extends Saved<T> {
  snapshotId: string;
  kind: SnapshotKind;
}

/** `daily`: how a day began, seven kept; `replaced`: what a restored snapshot took the place of, three kept. */
export type SnapshotKind = "daily" | "replaced";

export interface Snapshots<T> {
  /** Once a day, if anything was saved since the last one. Never throws: no save fails for a snapshot. */
  keepDaily(): Promise<void>;
  /** Throws `FileError`. A current file that is missing or damaged is nothing to keep. */
  keepReplaced(): Promise<void>;
  /** Newest first; a damaged one is logged and left out. */
  list(): Promise<Snapshot<T>[]>;
  /** Null: there is none of that name, or it is damaged. */
  read(snapshotId: string): Promise<Snapshot<T> | null>;
  /** Of all snapshots, damaged ones too; 0: there are none. */
  newestRevision(): Promise<number>;
}

interface SnapshotFile {
  snapshotId: string;
  kind: SnapshotKind;
  day: string;
  revision: number;
}

const keptCount: Record<SnapshotKind, number> = { daily: 7, replaced: 3 };

/** Copies of the document in `folder`. Which one is older is told by revision, since clocks jump. */
export function createSnapshots<T>(
  { disk, clock, log }: DocumentDeps,
  { folder, shape, document }: { folder: string; shape: DocumentFormat<T>; document: DurableJson<T> },
): Snapshots<T> {
  const today = () => new Date(clock.now()).toISOString().slice(0, 10);
  let dayDone: string | null = null;

  async function listFiles(): Promise<SnapshotFile[]> {
    const names = (await disk.list(folder)) ?? [];
    const files = names.map(toSnapshotFile).filter((file) => file !== null);
    return files.sort((a, b) => b.revision - a.revision);
  }

  async function keep(kind: SnapshotKind): Promise<void> {
    const name = `${today()}-r${document.revision()}-${kind}.json`;
    await orIfExists(document.copyCurrent({ folder, name }));
    const files = (await listFiles()).filter((file) => file.kind === kind);
    const surplus = files.slice(keptCount[kind]).map(({ snapshotId }) => pathOf(snapshotId));
    for (const path of surplus) await tryToRemove(disk, log, path);
  }

  async function keepDaily(): Promise<void> {
    const files = (await listFiles()).filter((file) => file.kind === "daily");
    const isNew = (files[0]?.revision ?? 0) < document.revision();
    if (isNew && !files.some((file) => file.day === today())) await keep("daily");
  }

  const pathOf = (snapshotId: string) => join(folder, `${snapshotId}.json`);

  async function read(snapshotId: string): Promise<Snapshot<T> | null> {
    const file = toSnapshotFile(`${snapshotId}.json`);
    if (file === null) return null;
    const decoded = await readDocument(disk, pathOf(snapshotId), shape);
    if (decoded.kind === "valid") return { ...file, ...decoded, kind: file.kind };
    log.warn("A snapshot cannot be used.", { snapshotId, why: decoded.kind });
    return null;
  }

  return {
    keepDaily: async () => {
      const day = today();
      if (dayDone === day) return;
      dayDone = day;
      await keepDaily().catch((error) => log.warn("No snapshot was kept.", { error: String(error) }));
    },
    keepReplaced: () => keep("replaced"),
    list: async () => {
      const snapshots: (Snapshot<T> | null)[] = [];
      for (const { snapshotId } of await listFiles()) snapshots.push(await read(snapshotId));
      return snapshots.filter((snapshot) => snapshot !== null);
    },
    read,
    newestRevision: async () => (await listFiles())[0]?.revision ?? 0,
  };
}

/** Also keeps an id from naming a path elsewhere. */
function toSnapshotFile(fileName: string): SnapshotFile | null {
  const match = /^((\d{4}-\d{2}-\d{2})-r(\d{1,15})-(daily|replaced))\.json$/.exec(fileName);
  if (!match?.[1] || !match[2]) return null;
  const kind = match[4] === "daily" ? "daily" : "replaced";
  return { snapshotId: match[1], day: match[2], revision: Number(match[3]), kind };
}

async function orIfExists(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof FileError && error.code === "exists")) throw error;
  }
}
