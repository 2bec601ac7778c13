import type { RegisterError, ShortcutBinding } from "../contract/saves/shortcut.ts";
import type { AccountState, RomIdentity, Unit } from "../core/state.ts";
import { shortcutsOf, unitOfApp } from "../core/units.ts";
import type { AccountId, AppId, Outcome, RomId, SaveLocation } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Fence } from "../ports/fence.ts";
import type { SaveServer } from "../ports/save-server.ts";
import type { StateStore } from "../ports/state-store.ts";
import { inAccount } from "../work/in-account.ts";
import { toProblem } from "../work/problems.ts";
import { createKeyedQueue, forEachLimited } from "../work/queues.ts";
import { checkPlaces, type Places } from "./check-places.ts";
import { moveTie, type Roms, type Tie, tieAll, toTies, untie } from "./ties.ts";

export interface RegistryDeps {
  store: StateStore;
  places: Places;
  clock: Clock;
  fence: Fence;
  /** A sync under way must neither act on what is being changed, nor begin before it is. */
  interruptFor: <T>(task: () => Promise<T>) => Promise<T>;
  /** Unique within the life of the disk. */
  newId: () => string;
  session: () => { accountId: AccountId; server: Pick<SaveServer, "findRom"> } | null;
}

type Registered = Outcome<null, RegisterError>;

/** RomM is asked about at most this many roms at a time. */
const connections = 4;

/** Ties Steam's shortcuts to roms. All or nothing, and durable when it answers. */
export function createRegistry(deps: RegistryDeps) {
  const oneByOne = createKeyedQueue<"registry">();

  return {
    /** One after the other: two at once would both find the same place free. */
    register: (bindings: ShortcutBinding[]) => oneByOne("registry", () => register(bindings)),
    /** Moves no byte: the next look compares what stands at the new place with RomM's, as at a first meeting. */
    relocate: (appId: AppId, save: SaveLocation) => oneByOne("registry", () => relocate(appId, save)),
    unregister: (appIds: AppId[]) => oneByOne("registry", () => change((account) => untie(account, appIds))),
    clear: () =>
      oneByOne("registry", () => change((account) => ({ ...account, shortcut_registry: {}, units: {} }))),
  };

  async function register(bindings: ShortcutBinding[]): Promise<Registered> {
    const session = deps.session();
    if (!session) return refused({ kind: "signed-out" });
    return await orProblem(async () => {
      const roms = await findRoms(session.server, bindings);
      if (!roms.ok) return roms;
      return await deps.interruptFor(() => enter(session.accountId, bindings, roms.value));
    });
  }

  async function enter(accountId: AccountId, bindings: ShortcutBinding[], roms: Roms): Promise<Registered> {
    // While it waited, another account may have been signed in: these shortcuts are not that one's.
    const door = inAccount(deps.store, accountId);
    const account = door.read();
    if (!account || deps.session()?.accountId !== accountId) return refused({ kind: "signed-out" });
    const ties = toTies(account, bindings, deps.newId);
    const clash = await checkPlaces(deps.places, account, ties);
    if (clash) return refused(clash);
    const nowMs = deps.clock.now();
    await door.change((current) => tieAll(current, ties, roms, nowMs));
    return { ok: true, value: null };
  }

  async function relocate(appId: AppId, save: SaveLocation): Promise<Registered> {
    const accountId = deps.store.current().activeAccount;
    if (accountId === null) return refused({ kind: "signed-out" });
    const move = async (): Promise<Registered> => {
      const door = inAccount(deps.store, accountId);
      const account = door.read();
      if (!account || deps.store.current().activeAccount !== accountId)
        return refused({ kind: "signed-out" });
      const tie = toMovedTie(account, { appId, save }, deps.newId);
      if (!tie) return refused({ kind: "unknown-shortcut", appId });
      const unit = unitOfApp(account, appId);
      if (unit && (await isBusy(unit, account))) return refused({ kind: "running" });
      const clash = await checkPlaces(deps.places, account, [tie]);
      if (clash) return refused(clash);
      await door.change((current) => moveTie(current, tie));
      return { ok: true, value: null };
    };
    return await orProblem(() => deps.interruptFor(move));
  }

  /** A game that plays on the old place would leave its progress there. */
  async function isBusy(unit: Unit, account: AccountState): Promise<boolean> {
    return deps.fence.isLeased(unit.unitId) || (await deps.fence.isRunning(unit, account));
  }

  /** An account that loses its last shortcut this way was emptied on purpose: no recovery may bring them back. */
  async function change(edit: (account: AccountState) => AccountState): Promise<Registered> {
    const accountId = deps.store.current().activeAccount;
    if (accountId === null) return refused({ kind: "signed-out" });
    const store = async (): Promise<Registered> => {
      if (deps.store.current().activeAccount !== accountId) return refused({ kind: "signed-out" });
      const nowMs = deps.clock.now();
      await inAccount(deps.store, accountId).change((account) => {
        const next = edit(account);
        const isEmpty = Object.keys(next.shortcut_registry).length === 0;
        return isEmpty ? { ...next, clearedAtMs: nowMs } : next;
      });
      return { ok: true, value: null };
    };
    return await orProblem(() => deps.interruptFor(store));
  }
}

async function findRoms(
  server: Pick<SaveServer, "findRom">,
  bindings: ShortcutBinding[],
): Promise<Outcome<Roms, RegisterError>> {
  const roms = new Map<RomId, RomIdentity>();
  const missing: RomId[] = [];
  const romIds = [...new Set(bindings.map((binding) => binding.romId))];
  const isStopped = () => missing.length > 0;
  await forEachLimited(romIds, { limit: connections, isStopped }, async (romId) => {
    const rom = await server.findRom({ romId }, AbortSignal.timeout(60_000));
    if (rom) roms.set(romId, rom);
    else missing.push(romId);
  });
  const [romId] = missing;
  return romId === undefined ? { ok: true, value: roms } : refused({ kind: "unknown-rom", romId });
}

/** Null: the shortcut is not registered. Alone on its save, it keeps its unit. */
function toMovedTie(
  account: AccountState,
  { appId, save }: { appId: AppId; save: SaveLocation },
  newId: () => string,
): Tie | null {
  const shortcut = account.shortcut_registry[appId];
  const unit = unitOfApp(account, appId);
  if (!shortcut || !unit) return null;
  const isAlone = shortcutsOf(account, unit.unitId).length === 1;
  const binding = { appId, romId: unit.rom.romId, name: shortcut.name, save, slot: unit.slot };
  return toTies(account, [binding], isAlone ? () => unit.unitId : newId)[0] ?? null;
}

function refused<E extends RegisterError>(error: E): { ok: false; error: E } {
  return { ok: false, error };
}

async function orProblem(work: () => Promise<Registered>): Promise<Registered> {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    if (problem) return refused(problem);
    throw error;
  }
}
