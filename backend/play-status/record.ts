import { adopted, noMemory, notSent, sending, withRoms } from "../core/play-status/memory.ts";
import type { PlannedStatus } from "../core/play-status/plan.ts";
import type { PlayStatusMemory, RomStatusMemory, StatusChange } from "../core/state.ts";
import type { AccountId, RomId } from "../core/vocabulary.ts";
import type { StateStore } from "../ports/state-store.ts";
import { inAccount } from "../work/in-account.ts";
import type { StatusResult } from "./write-statuses.ts";

/** How many changes the state keeps for the panel. */
const keptChanges = 10;

/** What this device knows of the statuses that it wrote for the account. */
export function memoryOf(store: StateStore, accountId: AccountId): PlayStatusMemory {
  return store.current().accounts[accountId]?.playStatus ?? noMemory;
}

/** Before the first write leaves: a status whose answer is lost is still known as ours. */
export async function recordSending(
  store: StateStore,
  accountId: AccountId,
  planned: readonly PlannedStatus[],
): Promise<void> {
  await change(store, accountId, (memory) => {
    const roms = new Map<RomId, RomStatusMemory>();
    for (const { rom, write } of planned) {
      if (write !== null) roms.set(rom.romId, sending(memory, rom, write));
    }
    return withRoms(memory, roms);
  });
}

/** `hasEnded` false: the run stopped on its way, and is due as before. */
export async function recordResults(
  store: StateStore,
  accountId: AccountId,
  { results, nowMs, hasEnded }: { results: readonly StatusResult[]; nowMs: number; hasEnded: boolean },
): Promise<void> {
  await change(store, accountId, (memory) => {
    const roms = new Map<RomId, RomStatusMemory | null>();
    for (const result of results) {
      const next = rememberedOf(memory, result);
      if (next !== undefined) roms.set(result.planned.rom.romId, next);
    }
    const changes = results.flatMap((result) => toChange(result, nowMs)).slice(0, keptChanges);
    return {
      ...withRoms(memory, roms),
      lastRunAtMs: hasEnded ? nowMs : memory.lastRunAtMs,
      lastChanges: changes.length > 0 ? changes : memory.lastChanges,
    };
  });
}

/** Undefined: as it is; null: nothing is remembered any more. */
function rememberedOf(
  memory: PlayStatusMemory,
  { planned, outcome, isUnsure }: StatusResult,
): RomStatusMemory | null | undefined {
  const { rom, write, adopt } = planned;
  if (write === null) return adopt === null ? undefined : adopted(rom, adopt);
  if (outcome === "done") return adopted(rom, write);
  return isUnsure ? undefined : notSent(memory, rom);
}

function toChange({ planned, outcome }: StatusResult, atMs: number): StatusChange[] {
  const { rom, write } = planned;
  if (outcome !== "done" || write === null) return [];
  return [{ romId: rom.romId, name: rom.name, from: rom.status, to: write, atMs }];
}

async function change(
  store: StateStore,
  accountId: AccountId,
  next: (memory: PlayStatusMemory) => PlayStatusMemory,
): Promise<void> {
  await inAccount(store, accountId).change((account) => ({
    ...account,
    playStatus: next(account.playStatus ?? noMemory),
  }));
}
