import type { Snapshot, StateError } from "../contract/snapshot.ts";
import type { AccountState } from "../core/state.ts";
import { activeAccount, shortcutsOf } from "../core/units.ts";
import type { Outcome } from "../core/vocabulary.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Fence } from "../ports/fence.ts";
import type { SyncEngine } from "../sync/engine.ts";
import { toProblem } from "../work/problems.ts";

export interface SnapshotDeps {
  state: OpenState;
  engine: Pick<SyncEngine, "whileStopped">;
  fence: Fence;
  /** Takes the account that the state names into use, and forgets all that was known about units. */
  resume: () => void;
}

/** Older registries and the notice of a recovery, as calls of the contract. */
export interface SnapshotCalls {
  list(): Promise<Snapshot[]>;
  /** Refused while a registered game runs. Afterwards every baseline is unproven and every save is looked at anew. */
  restore(snapshotId: string): Promise<Outcome<null, StateError>>;
  acknowledgeRecovery(): Promise<Outcome<null, StateError>>;
}

export function createSnapshotCalls({ state, engine, fence, resume }: SnapshotDeps): SnapshotCalls {
  async function restore(snapshotId: string): Promise<Outcome<null, StateError>> {
    const account = activeAccount(state.store.current())?.account;
    const played = account ? await findPlayed(fence, account) : null;
    if (played !== null) return { ok: false, error: played };
    if (!(await state.restoreSnapshot(snapshotId))) {
      return { ok: false, error: { kind: "unknown-snapshot", snapshotId } };
    }
    resume();
    return { ok: true, value: null };
  }

  return {
    list: state.listSnapshots,
    restore: (snapshotId) => orStateError(() => engine.whileStopped(() => restore(snapshotId))),
    acknowledgeRecovery: () =>
      orStateError(async () => {
        await state.markHealthSeen();
        return { ok: true, value: null };
      }),
  };
}

/** A game that runs, or is just being started; null: none is. */
async function findPlayed(fence: Fence, account: AccountState): Promise<StateError | null> {
  for (const unit of Object.values(account.units)) {
    const name = shortcutsOf(account, unit.unitId)[0]?.name ?? unit.rom.fsName;
    if (await fence.isRunning(unit, account)) return { kind: "running", name };
    if (await fence.isLeased(unit.unitId)) return { kind: "starting", name };
  }
  return null;
}

/** Throws on what is a defect. */
async function orStateError<T>(work: () => Promise<Outcome<T, StateError>>): Promise<Outcome<T, StateError>> {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    if (problem && problem.kind !== "romm") return { ok: false, error: problem };
    throw error;
  }
}
