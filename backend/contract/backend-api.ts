import type { AppId, ConflictId, Outcome } from "../core/vocabulary.ts";
import type { ConnectError, Connection, Credentials } from "./account.ts";
import type { Activity } from "./activity.ts";
import type { Conflict, ConflictChoice } from "./conflict.ts";
import type { LaunchVerdict } from "./launch.ts";
import type { Overview } from "./overview.ts";
import type { RegisterError, Shortcut, ShortcutBinding } from "./shortcut.ts";
import type { SyncError, SyncReport } from "./sync.ts";

/**
 * Every call the panel can make. One request object, one promise; expected failures are values.
 * A rejected promise is a defect, or the bridge's `backend-stopped`.
 */
export interface BackendApi {
  /** Everything the panel's first page shows; reads no network. */
  getOverview(p: Record<never, never>): Promise<Overview>;

  /** Signs in with a token and registers this device; nothing is stored unless both worked. */
  connect(p: { origin: string; credentials: Credentials }): Promise<Outcome<Connection, ConnectError>>;
  /** Forgets the credentials. Shortcuts, baselines and kept copies stay. */
  disconnect(p: Record<never, never>): Promise<void>;

  /** All or nothing: a refused binding registers none. */
  registerShortcuts(p: { bindings: ShortcutBinding[] }): Promise<Outcome<Shortcut[], RegisterError>>;
  /** The shortcuts leave the registry; their saves stay where they are, here and on the server. */
  unregisterShortcuts(p: { appIds: AppId[] }): Promise<Outcome<null, RegisterError>>;
  /** Empties the registry on purpose, so that no recovery brings it back. */
  clearRegistry(p: Record<never, never>): Promise<Outcome<null, RegisterError>>;
  listShortcuts(p: Record<never, never>): Promise<Shortcut[]>;

  /** Asks the server about one shortcut and decides, without changing anything. */
  look(p: { appId: AppId }): Promise<Outcome<Shortcut, SyncError>>;
  /** The check before a game starts. Its answer is final: nothing of it writes afterwards. */
  beforeLaunch(p: { launchId: string; appId: AppId; budgetMs?: number }): Promise<LaunchVerdict>;
  /** "Play now": the named check answers at once and stops working. */
  letLaunchThrough(p: { launchId: string }): Promise<void>;
  /** A hint; the process table is the authority. */
  appStarted(p: { appId: AppId }): Promise<void>;
  /** Waits until the game has really ended, then sends what it wrote. */
  appExited(p: { appId: AppId }): Promise<Outcome<SyncReport, SyncError>>;

  syncShortcut(p: { appId: AppId; dryRun?: boolean }): Promise<Outcome<SyncReport, SyncError>>;
  /** A second call joins the run that is under way. */
  syncAll(p: { dryRun?: boolean }): Promise<Outcome<SyncReport, SyncError>>;
  /** The run stops before its next unit; a unit under way ends whole. */
  cancelSync(p: Record<never, never>): Promise<void>;

  listConflicts(p: Record<never, never>): Promise<Conflict[]>;
  /** Each choice answers the two sides it was shown; if either moved, its line says `stale`. */
  resolveConflicts(p: {
    choices: { conflictId: ConflictId; choice: ConflictChoice }[];
  }): Promise<Outcome<SyncReport, SyncError>>;

  /** Newest first. */
  listActivity(p: { limit?: number; appId?: AppId }): Promise<Activity[]>;
}
