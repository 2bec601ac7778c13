import { isHashCurrent, wasPutInPlace } from "../../../core/decide/equality.ts";
import { joinPath, nameOf, parentOf } from "../../../core/paths.ts";
import type { SaveRow } from "../../../core/save-row.ts";
import { checksumOf } from "../../../core/text-checksum.ts";
import type { SyncDeps, WrittenFile } from "../../deps.ts";
import { NotSettled } from "../../problems.ts";
import type { Work } from "../record.ts";

/** A row's bytes beside the save file, whole and checked, not yet in its place. */
export interface Staged extends WrittenFile {
  path: string;
}

/** What staging needs of a unit's work. */
type StageWork = Pick<Work, "session"> & { deps: Pick<SyncDeps, "disk" | "newId" | "writeHashed"> };

/** Fetches a row to a file of its own in the save's folder; nothing is left there where that fails. */
export async function stage(
  work: StageWork,
  realPath: string,
  row: SaveRow,
  signal: AbortSignal,
): Promise<Staged> {
  const { deps, session } = work;
  const path = `${stagedPrefix(realPath)}${deps.newId()}`;
  await removeLeftovers(work, realPath);
  const source = await session.server.downloadSave({ saveId: row.id, deviceId: session.deviceId }, signal);
  try {
    const hashed = await deps.writeHashed({
      ...{ path, signal, chunks: source.chunks },
      sizeBytes: source.sizeBytes ?? row.sizeBytes,
      needsContentHash: true,
    });
    checkAnswer(hashed, row);
    await deps.disk.syncFolder(parentOf(realPath));
    return { ...hashed, path };
  } catch (error) {
    await deps.disk.remove(path);
    throw error;
  }
}

/** How every temporary file of a unit begins, beside its save; no other unit's do. */
export function stagedPrefix(realPath: string): string {
  return joinPath(parentOf(realPath), `.${shortName(nameOf(realPath))}.savepoint-`);
}

/** A file's name has 255 bytes, and what follows the prefix takes its share. */
const longestNameBytes = 120;

function shortName(name: string): string {
  if (new TextEncoder().encode(name).length <= longestNameBytes) return name;
  return `${[...name].slice(0, 20).join("")}-${checksumOf(name)}`;
}

/** What a crash while staging left behind; a staged file that a mark names is settled before this is reached. */
async function removeLeftovers({ deps }: StageWork, realPath: string): Promise<void> {
  const prefix = nameOf(stagedPrefix(realPath));
  const names = (await deps.disk.list(parentOf(realPath))) ?? [];
  for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
    await deps.disk.remove(joinPath(parentOf(realPath), name));
  }
}

/** The listing said what is coming; another length or hash is a broken or newer file, and is not put in place. */
function checkAnswer(hashed: WrittenFile, row: SaveRow): void {
  if (hashed.sizeBytes !== row.sizeBytes) {
    throw new NotSettled(
      `RomM announced ${row.sizeBytes} bytes for save ${row.id} and sent ${hashed.sizeBytes}.`,
    );
  }
  const isTelling = isHashCurrent(row) || (!hashed.isZip && !wasPutInPlace(row));
  const isComparable = row.contentHash !== null && hashed.contentHash !== null && isTelling;
  if (isComparable && hashed.contentHash !== row.contentHash) {
    throw new NotSettled(`The bytes of save ${row.id} are not those that RomM listed.`);
  }
}
