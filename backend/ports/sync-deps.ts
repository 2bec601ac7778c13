import type { ChangedPart } from "../contract/events.ts";
import type { EmulatorChange } from "../contract/saves/emulator-change.ts";
import type { NewerElsewhere } from "../contract/saves/newer-elsewhere.ts";
import type { SyncRun } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import type { Sha256, UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk, FileStat } from "../machine/disk.ts";
import type { Log, LogScope } from "../machine/log.ts";
import type { ActivityLog } from "./activity-log.ts";
import type { Fence } from "./fence.ts";
import type {
  HashedFile,
  HashedSet,
  SetMember,
  TreeRequest,
  UnpackRequest,
  WriteRequest,
  WrittenFile,
} from "./hashing.ts";
import type { KeptCopyStore } from "./kept-copies.ts";
import type { PlayBook } from "./play-book.ts";
import type { ServerSession } from "./session.ts";
import type { StateStore } from "./state-store.ts";
/** Everything the engine touches. The simulation hands in fakes of the same shape. */
export interface SyncDeps {
  store: StateStore;
  session: () => ServerSession | null;
  disk: Disk;
  clock: Clock;
  log: Log & LogScope;
  /** `now`: how it stands, where that was just asked. */
  hashFile: (path: string, signal: AbortSignal, now?: FileStat) => Promise<HashedFile | null>;
  /** Of bytes that pass, without keeping them. */
  hashChunks: (chunks: AsyncIterable<Uint8Array>) => Promise<{ sha256: Sha256; sizeBytes: number }>;
  /** Makes a new file, synced; the hashes are taken as the bytes pass. The folder is the caller's to sync. */
  writeHashed: (p: WriteRequest) => Promise<WrittenFile>;
  /** The archive that these files travel as, without writing it; null: one of them is not there. */
  hashSet: (members: SetMember[], signal: AbortSignal) => Promise<HashedSet | null>;
  /** The same of a tree, whose hash is made of its members'; null also where it was written meanwhile. */
  hashTree: (p: TreeRequest, signal: AbortSignal) => Promise<HashedSet | null>;
  /** Throws `RefusedArchive` where the archive's files are not all wanted, or it is not safe to unpack. */
  unpackSet: (p: UnpackRequest, signal: AbortSignal) => Promise<void>;
  /** Why what stands at a unit's place, or does not, says nothing of its save; null: it does. */
  placeTrouble?: (
    unit: Pick<Unit, "unitId" | "card" | "baseline">,
    isAbsent: boolean,
  ) => Promise<string | null>;
  keptCopies: KeptCopyStore;
  fence: Fence;
  activity: ActivityLog;
  /** Absent: nothing was seen running. */
  plays?: PlayBook;
  /** How far this device's clock is ahead of RomM's; null: not known. */
  clockOffsetMs?: () => number | null;
  settings: () => SyncSettings;
  /** Unique within the life of the disk: names of temporary files and activities. */
  newId: () => string;
  /** Work on a unit stopped because its game runs; who started it is not known here. */
  foundRunning?: (unitId: UnitId) => void;
  /** Something was sent, or is equal by its hash alone: RomM is to show that it holds it, but not before so long. */
  unshown?: (p: { unitId: UnitId; tookMs: number }) => void;
  /** Something the panel shows has moved. */
  changed: (part: ChangedPart) => void;
  notice: (notice: SyncNotice) => void;
  /** A run moved on. */
  progressed: (run: SyncRun) => void;
}

export type SyncNotice =
  | { kind: "saved-to-romm"; name: string }
  | { kind: "conflict"; name: string }
  | ({ kind: "may-not-load"; name: string } & EmulatorChange)
  | { kind: "newer-elsewhere"; name: string; count: number; save: NewerElsewhere }
  | { kind: "held"; name: string; count: number };

export interface SyncSettings {
  autocleanupLimit: number | null;
}
