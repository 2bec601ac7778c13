import type { SaveRow } from "../core/save-row.ts";
import type { RomIdentity } from "../core/state.ts";
import type { ContentHash, DeviceId, RomId, SaveId, Slot } from "../core/vocabulary.ts";

/** What the engine asks of the server. Every call throws `RommError`; none answers a failure with "nothing". */
export interface SaveServer {
  /** All rows of the rom, every slot and the archive. */
  listSaves(p: { romId: RomId; deviceId: DeviceId }, signal: AbortSignal): Promise<SaveRow[]>;
  /** `conflict` (409) means: look again. Any other error but `rejected` leaves unknown whether a row was made. */
  uploadSave(p: UploadRequest, signal: AbortSignal): Promise<SaveRow>;
  /** Marks nothing on the server (`optimistic=false`). `deviceId` null: it is not even told who asks. */
  downloadSave(p: { saveId: SaveId; deviceId: DeviceId | null }, signal: AbortSignal): Promise<ByteSource>;
  /** Whether RomM hands the row's content out, by its first byte; false: it says that the file is not on its disk. */
  isHandedOut(p: { saveId: SaveId }, signal: AbortSignal): Promise<boolean>;
  /** Tells the server that this device holds the row, and of which hash; answers the row as it is now. */
  confirmDownload(p: Confirmation, signal: AbortSignal): Promise<SaveRow>;
  /** Every row of the account; costs the server one query per row, and gets the time for it. */
  listAllSaves(p: { deviceId: DeviceId }, signal: AbortSignal): Promise<SaveRow[]>;
  /** Every row of these roms, at no cost for those of others; null: this server cannot be asked so. */
  listSavesOf(
    p: { romIds: readonly RomId[]; deviceId: DeviceId },
    signal: AbortSignal,
  ): Promise<SaveRow[] | null>;
  /** The save that a line stands at (RomM 5.5); null: at none. */
  readLine(p: { channelId: string }, signal: AbortSignal): Promise<SaveId | null>;
  /** Of every row of the account; cheap. */
  listSaveIds(signal: AbortSignal): Promise<SaveId[]>;
  /** Hold for this row only: RomM tracks every new row. */
  trackSave(p: { saveId: SaveId; deviceId: DeviceId }, signal: AbortSignal): Promise<SaveRow>;
  untrackSave(p: { saveId: SaveId; deviceId: DeviceId }, signal: AbortSignal): Promise<SaveRow>;
  /** Null: RomM itself says that it has no such rom. */
  findRom(p: { romId: RomId }, signal: AbortSignal): Promise<RomIdentity | null>;
  /** The largest save that it takes, as it said last, or else as its version ships; null: none is known. Asks nobody. */
  sizeLimit(): number | null;
}

export interface Confirmation {
  saveId: SaveId;
  deviceId: DeviceId;
  /** Null or absent: not known. */
  contentHash?: ContentHash | null;
}

export interface UploadRequest {
  romId: RomId;
  slot: Slot;
  deviceId: DeviceId;
  emulator: string;
  fileName: string;
  /** RomM's hash of the content, from 5.4 on remembered as what this device holds; null or absent: not known. */
  contentHash?: ContentHash | null;
  /** True has no lock at all: sync/README.md 5 names the two cases. */
  overwrite: boolean;
  /** Rows to keep in the slot; null sends no clean-up. */
  autocleanupLimit: number | null;
  content: ByteSource & { sizeBytes: number };
}

/** Bytes that are read once. `sizeBytes` null: the other side did not say. */
export interface ByteSource {
  sizeBytes: number | null;
  chunks: AsyncIterable<Uint8Array>;
}
