import { isHashTelling } from "../../core/decide/equality.ts";
import { joinPath, nameOf, parentOf } from "../../core/paths.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import type { WrittenFile } from "../../ports/hashing.ts";
import type { ByteSource } from "../../ports/save-server.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { NotSettled } from "../../work/problems.ts";
import { watched } from "../../work/transfer-watch.ts";
import type { Work } from "../look/record.ts";
import { deviceNameOf } from "../look/told-device.ts";

/** Bytes in a file of their own beside the save, whole and durable, not yet in its place. */
export interface StagedBytes extends WrittenFile {
  path: string;
}

/** What staging needs of a unit's work. */
interface StageWork {
  deps: Pick<SyncDeps, "disk" | "newId" | "writeHashed">;
}

/** Nothing is left beside the save where this fails, or where the bytes are not what `check` expects. */
export async function stageBytes(
  work: StageWork,
  realPath: string,
  p: {
    open: () => Promise<ByteSource & { sizeBytes: number }>;
    check: (written: WrittenFile) => void;
    signal: AbortSignal;
  },
): Promise<StagedBytes> {
  const { deps } = work;
  const path = `${stagedPrefix(realPath)}${deps.newId()}`;
  await makeFolders(deps.disk, parentOf(realPath));
  await removeLeftovers(work, realPath);
  const { chunks, sizeBytes } = await p.open();
  try {
    const hashed = await deps.writeHashed({
      path,
      chunks,
      sizeBytes,
      needsContentHash: true,
      signal: p.signal,
    });
    p.check(hashed);
    await deps.disk.syncFolder(parentOf(realPath));
    return { ...hashed, path };
  } catch (error) {
    await deps.disk.remove(path);
    throw error;
  }
}

/** What an emulator has yet to make: the save comes before its first start. */
async function makeFolders(disk: SyncDeps["disk"], folder: string): Promise<void> {
  if ((await disk.stat(folder)) !== null) return;
  await makeFolders(disk, parentOf(folder));
  await disk.makeFolder(folder);
  await disk.syncFolder(parentOf(folder));
}

/** Fetches a row; what comes must be what was listed. */
export async function stageRow(
  work: StageWork & Pick<Work, "session" | "watch">,
  realPath: string,
  row: SaveRow,
  signal: AbortSignal,
): Promise<StagedBytes> {
  const { server, deviceId } = work.session;
  const transfer = {
    direction: "down",
    totalBytes: row.sizeBytes,
    deviceName: deviceNameOf(row, deviceId),
  } as const;
  let hasBegun = false;
  const fetchOnce = () =>
    stageBytes(work, realPath, {
      async open() {
        work.watch?.began(transfer);
        const source = await server.downloadSave({ saveId: row.id, deviceId }, signal);
        hasBegun = true;
        return { sizeBytes: source.sizeBytes ?? row.sizeBytes, chunks: watched(source.chunks, work.watch) };
      },
      check: (written) => checkAnswer(written, row),
      signal,
    });
  try {
    return await fetchOnce();
  } catch (error) {
    // The next try by itself may be half an hour away, and a game that starts on the old save makes a conflict.
    if (!hasBegun || !isBrokenOff(error) || signal.aborted) throw error;
    return await fetchOnce();
  }
}

/** RomM was there, and the connection ended in the middle. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof RommError && error.code === "offline" && error.didArrive;
}

/** What a crash while staging left behind; a staged file that a mark names is settled before this is reached. */
async function removeLeftovers({ deps }: StageWork, realPath: string): Promise<void> {
  const prefix = nameOf(stagedPrefix(realPath));
  const names = (await deps.disk.list(parentOf(realPath))) ?? [];
  for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
    await deps.disk.removeTree(joinPath(parentOf(realPath), name));
  }
}

/** The listing said what is coming; another length or hash is a broken or newer file, and is not put in place. */
function checkAnswer(hashed: WrittenFile, row: SaveRow): void {
  if (hashed.sizeBytes !== row.sizeBytes && !row.isTwin) {
    throw new NotSettled(
      `RomM announced ${row.sizeBytes} bytes for save ${row.id} and sent ${hashed.sizeBytes}.`,
    );
  }
  const isComparable = row.contentHash !== null && hashed.contentHash !== null && isHashTelling(row, hashed);
  if (isComparable && hashed.contentHash !== row.contentHash) {
    throw new NotSettled(`The bytes of save ${row.id} are not those that RomM listed.`);
  }
}
