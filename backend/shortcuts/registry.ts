import type { RegisterError, ShortcutBinding } from "../contract/saves/shortcut.ts";
import { nameOfPlace } from "../core/shapes/shapes.ts";
import type { AccountState, RegisteredShortcut, RomIdentity, Unit } from "../core/state.ts";
import type { AccountId, AppId, Outcome, RomId, SaveLocation, Slot, UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { SaveServer } from "../ports/save-server.ts";
import type { StateStore } from "../ports/state-store.ts";
import { inAccount } from "../work/in-account.ts";
import { toProblem } from "../work/problems.ts";
import { createKeyedQueue, forEachLimited } from "../work/queues.ts";
import { checkPlaces, type Places } from "./check-places.ts";

export interface RegistryDeps {
  store: StateStore;
  places: Places;
  clock: Clock;
  /** A sync under way must neither act on what is being changed, nor begin before it is. */
  interruptFor: <T>(task: () => Promise<T>) => Promise<T>;
  /** Unique within the life of the disk. */
  newId: () => string;
  session: () => { accountId: AccountId; server: Pick<SaveServer, "findRom"> } | null;
}

type Registered = Outcome<null, RegisterError>;

/** RomM is asked about at most this many roms at a time. */
const connections = 4;

/** The slot that RomM's other clients use. */
const defaultSlot = "autosave" as Slot;

/** Ties Steam's shortcuts to roms. All or nothing, and durable when it answers. */
export function createRegistry(deps: RegistryDeps) {
  const oneByOne = createKeyedQueue<"registry">();

  return {
    /** One after the other: two at once would both find the same place free. */
    register: (bindings: ShortcutBinding[]) => oneByOne("registry", () => register(bindings)),
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

type Roms = Map<RomId, RomIdentity>;

async function findRoms(
  server: Pick<SaveServer, "findRom">,
  bindings: ShortcutBinding[],
): Promise<Outcome<Roms, RegisterError>> {
  const roms: Roms = new Map();
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

interface Tie {
  binding: ShortcutBinding;
  slot: Slot;
  unitId: UnitId;
}

/** One unit for one rom's slot at one place, however many shortcuts start it: the one that is there, or a new one. */
function toTies(account: AccountState, bindings: ShortcutBinding[], newId: () => string): Tie[] {
  const known = Object.values(account.units).map(
    ({ unitId, rom, slot, location }) => [keyOf(rom.romId, slot, location), unitId] as const,
  );
  const ids = new Map<string, UnitId>(known);
  return bindings.map((binding) => {
    const slot = binding.slot ?? defaultSlot;
    const key = keyOf(binding.romId, slot, binding.save);
    const unitId = ids.get(key) ?? (newId() as UnitId);
    ids.set(key, unitId);
    return { binding, slot, unitId };
  });
}

function keyOf(romId: RomId, slot: Slot, location: SaveLocation): string {
  return JSON.stringify([romId, slot, nameOfPlace(location)]);
}

function tieAll(account: AccountState, ties: Tie[], roms: Roms, nowMs: number): AccountState {
  const shortcuts = { ...account.shortcut_registry };
  const units = { ...account.units };
  for (const { binding, slot, unitId } of ties) {
    const rom = roms.get(binding.romId);
    if (!rom) continue;
    const known = units[unitId];
    units[unitId] = known ? identified(known, rom) : newUnit(unitId, rom, slot, binding);
    shortcuts[binding.appId] = toShortcut(binding, unitId, nowMs);
  }
  return dropFreeUnits({ ...account, clearedAtMs: null, shortcut_registry: shortcuts, units });
}

function toShortcut(
  { appId, name, launch, steamUser }: ShortcutBinding,
  unitId: UnitId,
  nowMs: number,
): RegisteredShortcut {
  const owner = steamUser === undefined ? {} : { steamUser };
  return { appId, name, unitId, launch: launch ?? null, registeredAtMs: nowMs, ...owner };
}

function newUnit(unitId: UnitId, rom: RomIdentity, slot: Slot, { save }: ShortcutBinding): Unit {
  return {
    unitId,
    rom,
    slot,
    location: save,
    isTracked: true,
    baseline: null,
    seen: {},
    intent: null,
    late: [],
    owed: {},
    postponed: null,
  };
}

/**
 * The player picked the rom just now: it is what RomM tells of it today. Under another name it may be another game that
 * got the id, so that what was agreed before sends nothing by itself.
 */
function identified(unit: Unit, rom: RomIdentity): Unit {
  const isSame = unit.rom.platformSlug === rom.platformSlug && unit.rom.fsName === rom.fsName;
  const baseline = isSame ? unit.baseline : unit.baseline && { ...unit.baseline, isTrusted: false };
  return { ...unit, rom, baseline };
}

function untie(account: AccountState, appIds: AppId[]): AccountState {
  const shortcuts = { ...account.shortcut_registry };
  for (const appId of appIds) delete shortcuts[appId];
  return dropFreeUnits({ ...account, shortcut_registry: shortcuts });
}

/** A unit goes with its last shortcut; the save file, the rows and the kept copies stay where they are. */
function dropFreeUnits(account: AccountState): AccountState {
  const used = new Set(Object.values(account.shortcut_registry).map((shortcut) => shortcut.unitId));
  const units = Object.entries(account.units).filter(([, unit]) => used.has(unit.unitId));
  return { ...account, units: Object.fromEntries(units) };
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
