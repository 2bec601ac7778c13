import type { Activity } from "../contract/saves/activity.ts";
import type { RegisteredShortcut, Unit } from "../core/state.ts";
import type { AccountId, AppId, SaveId, Sha256, Slot, UnitId } from "../core/vocabulary.ts";

export interface ActivityLog {
  /** Answers the line's id. */
  append(entry: ActivityEntry): Promise<string>;
  /** Many at once, in their order, by few writes: none of them may be a failure. */
  appendAll(entries: ActivityEntry[]): Promise<void>;
}

/** `Activity` of the contract, before it has its id and time, and without what only a reader can tell. */
export interface ActivityEntry
  extends Omit<
      Activity,
      | "id"
      | "atMs"
      | "undo"
      | "times"
      | "lastAtMs"
      | "isConfirmed"
      | "versionId"
      | "act"
      | "batchId"
      | "batchSize"
      | "undoes"
      | "deviceName"
    >,
    Partial<Pick<Activity, "act" | "batchId" | "batchSize" | "undoes" | "deviceName">> {
  /** The id that it is to have: of a line that others name before it is written. */
  id?: string;
  /** Absent: there is nothing to take back. */
  takeBack?: TakeBack;
}

/** What would have to be done to take a line back: kept with it, and not told to the panel. */
export type TakeBack =
  /** This content is played again, in the playthrough that it was played in. */
  | ({ kind: "content"; content: ContentRef; after: Sha256 | null; slot: Slot } & OfUnit)
  /** The playthrough that was left is played again. */
  | ({ kind: "playthrough"; from: Slot; to: Slot } & OfUnit)
  | ({ kind: "tracking"; isTracked: boolean } & OfUnit)
  /** The shortcut is tied again as it was; null: it was not registered. `unitId`: the save that it was tied to since. */
  | {
      kind: "registry";
      accountId: AccountId;
      appId: AppId;
      was: TieBefore | null;
      unitId: UnitId | null;
    }
  /** All lines of this batch. */
  | { kind: "batch"; accountId: AccountId };

/** A shortcut as it was registered, and all that was known of its save. */
export interface TieBefore {
  shortcut: RegisteredShortcut;
  unit: Unit;
  /** Who wrote at the save's paths last, by content: where another has since, what was agreed is not believed. */
  written: Sha256[];
}

export interface OfUnit {
  accountId: AccountId;
  unitId: UnitId;
}

/**
 * A content that can be played again: kept on this device, or a row of RomM. `saveId`: the row that held it too, where
 * one did; this device's copy may have left since.
 */
export type ContentRef = { kind: "copy"; sha256: Sha256; saveId?: SaveId } | { kind: "row"; saveId: SaveId };
