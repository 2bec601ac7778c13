import type { Settings, SettingsError } from "../contract/settings.ts";
import type { Outcome } from "../core/vocabulary.ts";
import { DocumentReadOnly } from "../documents/durable-json.ts";
import { ShapeError } from "../documents/json-pieces.ts";
import type { OpenSettings } from "../documents/settings.ts";
import { FileError } from "../machine/disk.ts";

/** The player's settings, as calls of the contract. */
export interface SettingsCalls {
  current(): Settings;
  /** What is not given stays. */
  change(p: Partial<Settings>): Promise<Outcome<Settings, SettingsError>>;
}

export function createSettingsCalls(settings: OpenSettings): SettingsCalls {
  return {
    current: settings.current,
    async change(p) {
      try {
        await settings.update((before) => ({ ...before, ...p }));
        return { ok: true, value: settings.current() };
      } catch (error) {
        return { ok: false, error: toSettingsError(error) };
      }
    },
  };
}

/** Throws on what is a defect. */
function toSettingsError(error: unknown): SettingsError {
  if (error instanceof ShapeError) return { kind: "not-a-setting" };
  if (error instanceof DocumentReadOnly) return { kind: "settings-read-only" };
  if (error instanceof FileError) return { kind: "disk", detail: error.message };
  throw error;
}
