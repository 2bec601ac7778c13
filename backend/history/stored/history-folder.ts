import { joinPath } from "../../core/paths.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import type { Disk } from "../../machine/disk.ts";
import { decodeLabel, type KeptCopyLabel, unitKeyOf } from "../labels.ts";
import type { CopyFacts } from "../retention.ts";

/** A file beside a content: its label, or the label of one that was about to leave. */
export interface LabelFile {
  name: string;
  id: string;
  sha256: Sha256;
}

/** What stands in `history/`, by what its names say. */
export interface HistoryFolder {
  contents: Set<Sha256>;
  /** Also those whose content is not there. */
  labels: LabelFile[];
  /** The power went while their content left. */
  leaving: LabelFile[];
  temporary: string[];
}

export const leavingSuffix = "leaving";

/** One list of names; a missing folder holds nothing. Throws `FileError`. */
export async function readHistoryFolder(disk: Disk, folder: string): Promise<HistoryFolder> {
  const found: HistoryFolder = { contents: new Set(), labels: [], leaving: [], temporary: [] };
  for (const name of (await disk.list(folder)) ?? []) {
    const [, hex, id, suffix] = /^([0-9a-f]{64})(?:\.([^.]+))?\.(save|json|leaving)$/.exec(name) ?? [];
    const sha256 = hex as Sha256 | undefined;
    if (name.endsWith(".tmp")) found.temporary.push(name);
    if (sha256 === undefined) continue;
    if (id === undefined) {
      if (suffix === "save") found.contents.add(sha256);
    } else if (suffix === "json") found.labels.push({ name, id, sha256 });
    else if (suffix === leavingSuffix) found.leaving.push({ name, id, sha256 });
  }
  return found;
}

/** A copy as it stands: its label, or null where that cannot be read. */
export interface StoredCopy extends CopyFacts {
  file: LabelFile;
  label: KeptCopyLabel | null;
}

/** Null: the file is gone. A damaged label holds its content like one that nobody owns. Throws `FileError`. */
export async function readCopy(disk: Disk, folder: string, file: LabelFile): Promise<StoredCopy | null> {
  const bytes = await disk.read(joinPath(folder, file.name));
  if (bytes === null) return null;
  const decoded = decodeLabel(bytes);
  const label = decoded?.sha256 === file.sha256 ? decoded : null;
  if (label !== null) return toStoredCopy(file, label);
  const stat = await disk.stat(joinPath(folder, `${file.sha256}.save`));
  return {
    ...{ id: file.id, sha256: file.sha256, contentHash: null, keptAtMs: 0, isPinned: false },
    ...{ sizeBytes: stat?.sizeBytes ?? 0, unit: null, followedRow: null, file, label },
  };
}

function toStoredCopy(file: LabelFile, label: KeptCopyLabel): StoredCopy {
  const owned = label.reason === "found" ? null : label;
  return {
    id: file.id,
    sha256: file.sha256,
    contentHash: label.contentHash,
    sizeBytes: label.sizeBytes,
    keptAtMs: label.keptAtMs,
    isPinned: label.isPinned === true,
    unit: owned && unitKeyOf(owned),
    followedRow: owned?.followedRow ?? null,
    file,
    label,
  };
}
