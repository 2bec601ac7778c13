import type { ShortcutBinding } from "../contract/saves/shortcut.ts";
import type { AccountState } from "../core/state.ts";
import { shortcutsOf, unitOfApp } from "../core/units.ts";
import type { AccountId, AppId, RomId, SaveLocation, UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import type { ActivityLog, TieBefore } from "../ports/activity-log.ts";
import type { Fence } from "../ports/fence.ts";
import type { SaveServer } from "../ports/save-server.ts";
import type { StateStore } from "../ports/state-store.ts";
import { inAccount } from "../work/in-account.ts";
import { createKeyedQueue } from "../work/queues.ts";
import { checkPlaces, type Places } from "./check-places.ts";
import { type By, createEdits, orProblem, type Registered, refused } from "./edits.ts";
import { findRoms } from "./find-roms.ts";
import { follow } from "./follow.ts";
import { type Move, moveTie, type Roms, type Tie, tieAgain, tieAll, toTies, untie } from "./ties.ts";

export interface RegistryDeps {
  store: StateStore;
  places: Places;
  clock: Clock;
  fence: Fence;
  /** A sync under way must neither act on what is being changed, nor begin before it is. */
  interruptFor: <T>(task: () => Promise<T>) => Promise<T>;
  /** Unique within the life of the disk. */
  newId: () => string;
  activity: ActivityLog;
  log: Pick<Log, "error">;
  /** Sets the save aside as a version of what it is tied to now. */
  keepLive: (p: { accountId: AccountId; unitId: UnitId }) => Promise<unknown>;
  session: () => { accountId: AccountId; server: Pick<SaveServer, "findRom"> } | null;
}

/** Ties Steam's shortcuts to roms. All or nothing, and durable when it answers. */
export function createRegistry(deps: RegistryDeps) {
  const oneByOne = createKeyedQueue<"registry">();
  const edits = createEdits(deps);

  return {
    /** One after the other: two at once would both find the same place free. */
    register: (bindings: ShortcutBinding[], by: By = {}) =>
      oneByOne("registry", () => register(bindings, by)),
    changeRom: (p: { appId: AppId; romId: RomId }) => oneByOne("registry", () => changeRom(p)),
    /** The units keep their slots, places and versions, under the roms' new ids. */
    follow: (moves: Move[]) => oneByOne("registry", () => follow({ ...deps, edits, whyPlayed }, moves)),
    /** Moves no byte: the next look compares what stands at the new place with RomM's, as at a first meeting. */
    relocate: (appId: AppId, save: SaveLocation) => oneByOne("registry", () => relocate(appId, save)),
    unregister: (appIds: AppId[], by: By = {}) =>
      oneByOne("registry", () => edits.emptying((account) => untie(account, appIds), by)),
    clear: () =>
      oneByOne("registry", () =>
        edits.emptying((account) => ({ ...account, shortcut_registry: {}, units: {} }), {}),
      ),
    /** Ties a shortcut as it was, with what was agreed about its save then. Asks no server. */
    retie: (was: TieBefore, by: By) => oneByOne("registry", () => retie(was, by)),
  };

  async function register(bindings: ShortcutBinding[], by: By): Promise<Registered> {
    const session = deps.session();
    if (!session) return refused({ kind: "signed-out" });
    return await orProblem(async () => {
      const roms = await findRoms(session.server, bindings);
      if (!roms.ok) return roms;
      return await deps.interruptFor(() => enter(session.accountId, { bindings, roms: roms.value, by }));
    });
  }

  async function changeRom({ appId, romId }: { appId: AppId; romId: RomId }): Promise<Registered> {
    const session = deps.session();
    const account = session && inAccount(deps.store, session.accountId).read();
    if (!session || !account) return refused({ kind: "signed-out" });
    const binding = bindingOf(account, appId);
    const unit = unitOfApp(account, appId);
    if (!binding || !unit) return refused({ kind: "unknown-shortcut", appId });
    const played = await whyPlayed(account, appId);
    if (played) return refused({ kind: played });
    await deps.keepLive({ accountId: session.accountId, unitId: unit.unitId });
    return await register([{ ...binding, romId }], {});
  }

  async function enter(
    accountId: AccountId,
    { bindings, roms, by }: { bindings: ShortcutBinding[]; roms: Roms; by: By },
  ): Promise<Registered> {
    // While it waited, another account may have been signed in: these shortcuts are not that one's.
    const account = inAccount(deps.store, accountId).read();
    if (!account || deps.session()?.accountId !== accountId) return refused({ kind: "signed-out" });
    const ties = toTies(account, bindings, deps.newId);
    const clash = await checkPlaces(deps.places, account, ties);
    if (clash) return refused(clash);
    const nowMs = deps.clock.now();
    await edits.edit(accountId, (current) => tieAll(current, ties, roms, nowMs), by);
    return { ok: true, value: null };
  }

  function relocate(appId: AppId, save: SaveLocation): Promise<Registered> {
    return edits.inActive(async (accountId, account) => {
      const tie = toMovedTie(account, { appId, save }, deps.newId);
      if (!tie) return refused({ kind: "unknown-shortcut", appId });
      const played = await whyPlayed(account, appId);
      if (played) return refused({ kind: played });
      const clash = await checkPlaces(deps.places, account, [tie]);
      if (clash) return refused(clash);
      await edits.edit(accountId, (current) => moveTie(current, tie), {});
      return { ok: true, value: null };
    });
  }

  function retie(was: TieBefore, by: By): Promise<Registered> {
    return edits.inActive(async (accountId, account) => {
      const played = await whyPlayed(account, was.shortcut.appId);
      if (played) return refused({ kind: played });
      const clash = await checkPlaces(deps.places, account, [toWanted(was)]);
      if (clash) return refused(clash);
      const { lastWriterByPath } = deps.store.current();
      await edits.edit(accountId, (current) => tieAgain(current, was, lastWriterByPath), by);
      return { ok: true, value: null };
    });
  }

  /** A game that plays on the old place would leave its progress there. */
  async function whyPlayed(account: AccountState, appId: AppId): Promise<"running" | "starting" | null> {
    const unit = unitOfApp(account, appId);
    if (!unit) return null;
    if (await deps.fence.isRunning(unit, account)) return "running";
    return (await deps.fence.isLeased(unit.unitId)) ? "starting" : null;
  }
}

/** As it would be registered anew; null: it is not registered. */
function bindingOf(account: AccountState, appId: AppId): ShortcutBinding | null {
  const shortcut = account.shortcut_registry[appId];
  const unit = unitOfApp(account, appId);
  if (!shortcut || !unit) return null;
  const { name, launch, steamUser } = shortcut;
  const told = { ...(launch && { launch }), ...(steamUser !== undefined && { steamUser }) };
  return { appId, romId: unit.rom.romId, name, save: unit.location, slot: unit.slot, ...told };
}

/** Null: the shortcut is not registered. Alone on its save, it keeps its unit. */
function toMovedTie(
  account: AccountState,
  { appId, save }: { appId: AppId; save: SaveLocation },
  newId: () => string,
): Tie | null {
  const binding = bindingOf(account, appId);
  const unit = unitOfApp(account, appId);
  if (!binding || !unit) return null;
  const isAlone = shortcutsOf(account, unit.unitId).length === 1;
  return toTies(account, [{ ...binding, save }], isAlone ? () => unit.unitId : newId)[0] ?? null;
}

function toWanted({ shortcut: { appId, name }, unit }: TieBefore) {
  const { rom, slot, location } = unit;
  const binding = { appId, romId: rom.romId, name, save: location, slot };
  return { binding, unitId: unit.unitId };
}
