import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { BadRequest } from "../../backend/contract/errors.ts";
import type { Settings, SettingsError } from "../../backend/contract/settings.ts";
import type { Outcome } from "../../backend/contract/words.ts";

/** The settings as they were last read: what acts on them, such as a launch, cannot wait for an answer. */
export interface SettingsStore {
  /** Null: not read yet. */
  read(): Settings | null;
  subscribe(listener: () => void): () => void;
  refresh(): void;
  /** Shown at once and stored; what is refused goes back. */
  change(change: Partial<Settings>): Promise<Outcome<Settings, SettingsError | BadRequest>>;
}

export function createSettingsStore({
  backend,
}: {
  backend: Pick<BackendApi, "getSettings" | "updateSettings">;
}): SettingsStore {
  const listeners = new Set<() => void>();
  let settings: Settings | null = null;
  /** An answer that was asked for before a later change would show the old value again. */
  let changes = 0;
  const put = (next: Settings | null) => {
    settings = next;
    for (const listener of listeners) listener();
  };
  const refresh = () => {
    const asked = changes;
    backend.getSettings({}).then(
      (answer) => asked === changes && put(answer),
      () => {},
    );
  };
  return {
    read: () => settings,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    change: async (change) => {
      changes += 1;
      const mine = changes;
      const before = settings;
      if (before !== null) put({ ...before, ...change });
      try {
        const outcome = await backend.updateSettings(change);
        if (mine === changes) put(outcome.ok ? outcome.value : before);
        return outcome;
      } catch (error) {
        if (mine === changes) put(before);
        throw error;
      }
    },
  };
}
