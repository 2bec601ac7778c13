import type { BackendApi } from "../backend/contract/backend-api.ts";
import type { ContractVersion } from "../backend/contract/overview.ts";
import type { Clock } from "./clock.ts";
import { isLike, isText, isTruth } from "./shape.ts";

/** The contract that this panel was built with; a type of its own, so that a new number does not compile here unseen. */
export const contractVersion: ContractVersion = 2;

/** How long the panel waits for an answer, in milliseconds; null: a run, which ends when it ends. */
type Patience = number | null;

/**
 * Calls that ask RomM wait longer than RomM's own time limit, so that "RomM is slow" and "the backend is silent" stay
 * two things.
 */
const patience: Record<keyof BackendApi, Patience> = {
  getOverview: 10_000,
  panelOpened: 10_000,
  setConditions: 10_000,
  findServer: 30_000,
  offerPhoneEntry: 10_000,
  awaitPhoneEntry: null,
  closePhoneEntry: 10_000,
  connect: 60_000,
  startPairing: 60_000,
  awaitPairing: null,
  cancelPairing: 10_000,
  moveServer: 180_000,
  disconnect: 10_000,
  startScan: 10_000,
  cancelScan: 10_000,
  getScan: 10_000,
  searchRoms: 70_000,
  previewBindings: null,
  proposePlaces: 20_000,
  checkPlace: 20_000,
  registerShortcuts: 60_000,
  unregisterShortcuts: 10_000,
  changeRom: 60_000,
  findMovedRoms: null,
  followRoms: null,
  clearRegistry: 10_000,
  listShortcuts: 10_000,
  setSaveLocation: 30_000,
  setTracking: 10_000,
  look: 60_000,
  beforeLaunch: null, // The gate knows how long silence may last.
  letLaunchThrough: 10_000,
  appStarted: 10_000,
  appExited: null,
  syncShortcut: null,
  syncAll: null,
  cancelSync: 10_000,
  getReport: 10_000,
  listConflicts: 10_000,
  resolveConflicts: null,
  undo: null,
  confirmChoice: 10_000,
  getGame: 10_000,
  listSlots: 60_000,
  selectSlot: null,
  listVersions: 60_000,
  restoreVersion: null,
  adoptSave: null,
  pinVersion: 180_000,
  forgetCopy: 10_000,
  getKept: 10_000,
  listHeld: 10_000,
  releaseHeld: null,
  syncPlayStatus: null,
  getSettings: 10_000,
  updateSettings: 10_000,
  listDevices: 40_000,
  renameDevice: 40_000,
  setDeviceSync: 40_000,
  removeDevice: 40_000,
  registerAsNewDevice: 40_000,
  listSnapshots: 10_000,
  restoreSnapshot: null,
  adoptInstallation: null,
  acknowledgeRecovery: 10_000,
  listActivity: 10_000,
};

/** What a launch check may take where no setting is known. */
export const usualLaunchBudgetMs = 3_000;

/** `call` is Decky's: every method of the backend goes through the bridge's one method `rpc`. */
export function createBackend(deps: { call: BridgeCall; clock: Clock }): BackendApi {
  return new Proxy<BackendApi>(Object.create(null), {
    get: (_, method) => (isMethod(method) ? (params: unknown) => ask(deps, method, params) : undefined),
  });
}

export type BridgeCall = (route: "rpc", method: string, params: unknown) => Promise<unknown>;

function isMethod(name: string | symbol): name is keyof BackendApi {
  return Object.hasOwn(patience, name);
}

async function ask(
  { call, clock }: { call: BridgeCall; clock: Clock },
  method: keyof BackendApi,
  params: unknown,
): Promise<unknown> {
  const answer = await withPatience(clock, method, call("rpc", method, params).catch(bridgeFailed));
  if (isEnvelope(answer) && answer.ok) return Reflect.get(answer, "value");
  if (!isFailure(answer)) throw new BackendError("bridge-failed", `${method}: no envelope`);
  const { code, message } = answer.error;
  throw new BackendError(
    code === "backend-stopped" ? "backend-stopped" : "internal",
    `${method}: ${message}`,
  );
}

/** An answer of a void call has no value. */
const isEnvelope = isLike({ ok: isTruth });
const isFailure = isLike({ ok: isTruth, error: isLike({ code: isText, message: isText }) });

function withPatience<T>(clock: Clock, method: keyof BackendApi, answer: Promise<T>): Promise<T> {
  const rule = patience[method];
  if (rule === null) return answer;
  return new Promise((resolve, reject) => {
    const stop = clock.after(rule, () =>
      reject(new BackendError("backend-silent", `${method}: no answer within ${rule} ms`)),
    );
    answer.then(resolve, reject).finally(stop);
  });
}

/** Decky hides a Python error's text in fields of its own; whatever it was, the bridge did not do its part. */
function bridgeFailed(cause: unknown): never {
  throw new BackendError("bridge-failed", cause instanceof Error ? cause.message : String(cause));
}

/**
 * `backend-stopped`: the bridge says that the backend is not running, it is being restarted. `backend-silent`: no answer
 * in time. `bridge-failed`: Decky or the bridge. `internal`: a defect. RomM's troubles are never here, they are values.
 */
export class BackendError extends Error {
  override readonly name = "BackendError";
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

export type BackendErrorCode = "backend-stopped" | "backend-silent" | "bridge-failed" | "internal";
