import * as v from "valibot";
import shippedSettings from "../../defaults/default-settings.json" with { type: "json" };
import { FileError } from "../machine/disk.ts";
import type { DocumentDeps } from "./durable/load-document.ts";
import { createSerialUpdates } from "./durable/serial-updates.ts";
import { createDurableJson, type DurableJson } from "./durable-json.ts";
import { checkedJson } from "./json-pieces.ts";

/** What the player can change. */
export interface StoredSettings {
  /** At each upload RomM removes the slot's oldest saves beyond `limit` (3 to 100). */
  autocleanup: { isOn: boolean; limit: number };
  /** Whether RomM is asked before a game starts. */
  gate: { isOn: boolean };
  /** How long a launch may wait for its check. */
  launchBudgetMs: number;
  /** Which toasts the panel shows. */
  messages: Record<
    "saved" | "fetched" | "needsYou" | "offline" | "away" | "openElsewhere" | "fetchedLate",
    boolean
  >;
  /** How RomM's play statuses follow RetroAchievements: `isOn` by itself, `raAlwaysWins` over the player's hand. */
  playStatus: { isOn: boolean; raAlwaysWins: boolean; refreshFirst: boolean };
}

export interface OpenSettings {
  current(): StoredSettings;
  /** Resolves when durable. Rejects with `FileError`, `DocumentReadOnly` or (not a setting) `ShapeError`. */
  update(change: (settings: StoredSettings) => StoredSettings): Promise<void>;
  health: SettingsHealth;
}

/** `reset`: both files were unusable and were kept aside; said at every start until a setting is saved. */
export type SettingsHealth =
  | { kind: "current" }
  | { kind: "fresh" }
  | { kind: "recovered"; reason: string; savedAtMs: number }
  | { kind: "reset"; reason: string }
  | { kind: "read-only"; version: number }
  | { kind: "unreadable"; detail: string };

export const defaultSettings: StoredSettings = shippedSettings;

// The player may have switched these off: where that is not known, nothing on the server is removed or set.
const carefulSettings: StoredSettings = {
  ...defaultSettings,
  autocleanup: { isOn: false, limit: 10 },
  playStatus: { ...defaultSettings.playStatus, isOn: false },
};

const playStatusSchema = v.strictObject({
  isOn: v.boolean(),
  raAlwaysWins: v.boolean(),
  refreshFirst: v.boolean(),
});

const messagesSchema = v.strictObject({
  saved: v.boolean(),
  fetched: v.boolean(),
  needsYou: v.boolean(),
  offline: v.boolean(),
  away: v.optional(v.boolean(), defaultSettings.messages.away),
  openElsewhere: v.optional(v.boolean(), defaultSettings.messages.openElsewhere),
  fetchedLate: v.optional(v.boolean(), defaultSettings.messages.fetchedLate),
});

// Files that were written before a setting existed do not have it.
const settingsSchema: v.GenericSchema<unknown, StoredSettings> = v.strictObject({
  autocleanup: v.strictObject({
    isOn: v.boolean(),
    limit: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(100)),
  }),
  gate: v.optional(v.strictObject({ isOn: v.boolean() }), defaultSettings.gate),
  launchBudgetMs: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(60_000)),
  messages: v.optional(messagesSchema, defaultSettings.messages),
  playStatus: v.optional(playStatusSchema, defaultSettings.playStatus),
});

/** `settings.json` of the folder. Never throws for what stands on the disk: `health` tells. */
export async function openSettings(
  deps: DocumentDeps,
  { folder }: { folder: string },
): Promise<OpenSettings> {
  const document = createDurableJson<StoredSettings>(deps, {
    folder,
    name: "settings.json",
    folderMode: 0o700,
    format: "savepoint-settings",
    version: 1,
    decode: (body) => {
      const decoded = v.safeParse(settingsSchema, body);
      return decoded.success ? decoded.output : null;
    },
    encode: (settings) => [Buffer.from(checkedJson(settingsSchema, settings, "settings"))],
  });
  const { settings, health, failure } = await find(deps, document);
  const updates = createSerialUpdates(settings, async (changed) => {
    if (failure) throw failure;
    await document.save(changed);
  });
  return { current: updates.current, update: updates.update, health };
}

interface FoundSettings {
  settings: StoredSettings;
  health: SettingsHealth;
  /** Why nothing may be saved. */
  failure?: FileError;
}

async function find({ log }: DocumentDeps, document: DurableJson<StoredSettings>): Promise<FoundSettings> {
  try {
    return await load(document);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    log.error("The settings cannot be read, or their recovery not be saved.", {
      code: error.code,
      path: error.path,
    });
    return {
      settings: carefulSettings,
      health: { kind: "unreadable", detail: error.message },
      failure: error,
    };
  }
}

async function load(document: DurableJson<StoredSettings>): Promise<FoundSettings> {
  const loaded = await document.load();
  switch (loaded.kind) {
    case "current":
      return { settings: loaded.value, health: { kind: "current" } };
    case "previous": {
      const { value, reason, savedAtMs } = loaded;
      await document.saveRecovered(value);
      return { settings: value, health: { kind: "recovered", reason, savedAtMs } };
    }
    case "newer":
      return {
        settings: loaded.value ?? carefulSettings,
        health: { kind: "read-only", version: loaded.version },
      };
    case "damaged":
      return { settings: carefulSettings, health: { kind: "reset", reason: loaded.reason } };
    case "none":
      return { settings: defaultSettings, health: { kind: "fresh" } };
  }
}
