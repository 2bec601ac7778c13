import type { ContentHash, DeviceId, RomId, SaveId, Slot } from "./vocabulary.ts";

/** One save on the server: an entry of a slot's history, as RomM's `SaveSchema` tells it. Times in whole seconds. */
export interface SaveRow {
  id: SaveId;
  romId: RomId;
  /** Null: an archive entry outside every slot; read, never written. */
  slot: Slot | null;
  fileName: string;
  /** The folder where RomM keeps it, with the platform's folder and the rom's id in it; null: not told. */
  filePath?: string | null;
  emulator: string | null;
  sizeBytes: number;
  /** Null: RomM could not compute one. */
  contentHash: ContentHash | null;
  createdAtMs: number;
  updatedAtMs: number;
  originDeviceId: DeviceId | null;
  isMissingOnDisk: boolean;
  /** Another row has the same file: what RomM tells of this one may be told of the other one's bytes. */
  isTwin?: true;
  /** By its size and hash alone: nothing was written in it, or it is what a client sends that had nothing to send. */
  says?: "empty" | "refused";
  /** The line of play that it belongs to (5.5); null: to none. Absent: RomM knows no lines. */
  channelId?: string | null;
  /** What that line stands at; absent: at nothing, since no client keeps it (or RomM knows no lines). */
  line?: SaveLine;
  /** RomM told something of it that cannot be read: `slot`, not even which slot it is in. */
  strange?: "slot" | "content";
  /** What the server believes about devices; a witness, never a judge. */
  deviceSyncs: DeviceSync[];
}

export interface DeviceSync {
  deviceId: DeviceId;
  deviceName: string | null;
  isUntracked: boolean;
  isCurrent: boolean;
}

/** A line of play (RomM 5.5): its newest is what it stands at, whatever the ids and dates of its rows. */
export interface SaveLine {
  /** The slot that goes by it, folded: `default` stands for `autosave` too. */
  label: string;
  currentId: SaveId;
  /** RomM keeps the current in a form of its own, which no emulator reads. */
  isNeutral: boolean;
}
