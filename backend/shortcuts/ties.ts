import type { ShortcutBinding } from "../contract/saves/shortcut.ts";
import { isSameRom } from "../core/decide/foreign-row.ts";
import { withoutAgreement } from "../core/marks/survival.ts";
import { nameOfPlace } from "../core/shapes/shapes.ts";
import type { AccountState, RegisteredShortcut, RomIdentity, SavepointState, Unit } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { AppId, RomId, SaveLocation, Slot, UnitId } from "../core/vocabulary.ts";
import type { TieBefore } from "../ports/activity-log.ts";
import { pathsOfUnit } from "./tie-changes.ts";

/** The slot that RomM's other clients use. */
const defaultSlot = "autosave" as Slot;

export type Roms = ReadonlyMap<RomId, RomIdentity>;

/** A shortcut, and the unit that is its save. */
export interface Tie {
  binding: ShortcutBinding;
  slot: Slot;
  unitId: UnitId;
}

/** One unit for one rom's slot at one place, however many shortcuts start it: the one that is there, or a new one. */
export function toTies(account: AccountState, bindings: ShortcutBinding[], newId: () => string): Tie[] {
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

/** The account with these shortcuts in it; what is about a rom that is not known is left out. */
export function tieAll(account: AccountState, ties: Tie[], roms: Roms, nowMs: number): AccountState {
  const shortcuts = { ...account.shortcut_registry };
  const units = { ...account.units };
  for (const { binding, slot, unitId } of ties) {
    const rom = roms.get(binding.romId);
    if (!rom) continue;
    const known = units[unitId];
    units[unitId] = known ? identified(known, rom) : newUnit(unitId, rom, slot, binding.save);
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

function newUnit(unitId: UnitId, rom: RomIdentity, slot: Slot, location: SaveLocation): Unit {
  return {
    unitId,
    rom,
    slot,
    location,
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
  const { baseline } = unit;
  // What was agreed travelled under the name that RomM had for it then: a set's hash has that name in it.
  const { stem: _now, ...told } = rom;
  const { stem, formerIds } = unit.rom;
  const kept = { ...told, ...(stem !== undefined && { stem }), ...(formerIds && { formerIds }) };
  if (baseline === null) return { ...unit, rom: { ...rom, ...(formerIds && { formerIds }) } };
  return isSameRom(unit.rom, rom)
    ? { ...unit, rom: kept }
    : { ...unit, rom: kept, baseline: { ...baseline, isTrusted: false } };
}

/**
 * The rom is another one to RomM since its library was scanned anew, and the player said which. The save meets it as if
 * for the first time, in its slot and with its versions: nothing goes over what RomM holds by then.
 */
function followRom(unit: Unit, rom: RomIdentity): Unit {
  const { romId, formerIds = [] } = unit.rom;
  const ids = [...new Set([...formerIds, romId])].filter((id) => id !== rom.romId);
  const { brake: _ofTheOldRom, elsewhere: _ofItsSlots, ...left } = withoutAgreement(unit);
  return { ...left, rom: { ...rom, formerIds: ids }, postponed: null };
}

/**
 * Another place is a first meeting: what was agreed about the old one says nothing of the bytes that stand there. A unit
 * that no other shortcut shares moves as it is; else this shortcut leaves it.
 */
export function moveTie(account: AccountState, tie: Tie): AccountState {
  const shortcut = account.shortcut_registry[tie.binding.appId];
  const unit = shortcut && account.units[shortcut.unitId];
  if (!shortcut || !unit) return account;
  const { save } = tie.binding;
  const known = account.units[tie.unitId];
  const moved = known ?? { ...newUnit(tie.unitId, unit.rom, unit.slot, save), isTracked: unit.isTracked };
  return dropFreeUnits({
    ...account,
    shortcut_registry: {
      ...account.shortcut_registry,
      [shortcut.appId]: { ...shortcut, unitId: tie.unitId },
    },
    units: { ...account.units, [tie.unitId]: tie.unitId === unit.unitId ? relocated(unit, save) : moved },
  });
}

function relocated(unit: Unit, location: SaveLocation): Unit {
  if (nameOfPlace(unit.location) === nameOfPlace(location)) return { ...unit, location };
  const { brake: _ofTheOldPlace, card: _ofIt, unwritten: _there, ...left } = withoutAgreement(unit);
  return { ...left, location, postponed: null };
}

/**
 * Tied as it was. What was agreed about its save is believed only where nobody else wrote there since; a save that
 * another shortcut still has is as it is now.
 */
export function tieAgain(
  account: AccountState,
  { shortcut, unit, written }: TieBefore,
  writers: SavepointState["lastWriterByPath"],
): AccountState {
  const known = account.units[unit.unitId];
  const isStanding = known !== undefined && isSameTie(known, unit);
  const now = pathsOfUnit(unit).flatMap((path) => writers[path]?.sha256 ?? []);
  const isTrusted = now.join() === written.join() && unit.baseline?.isTrusted === true;
  const again = { ...unit, baseline: unit.baseline && { ...unit.baseline, isTrusted } };
  return dropFreeUnits({
    ...account,
    clearedAtMs: null,
    shortcut_registry: { ...account.shortcut_registry, [shortcut.appId]: shortcut },
    units: { ...account.units, [unit.unitId]: isStanding ? known : again },
  });
}

/** A shortcut, and the rom that its game is in RomM now. */
export interface Move {
  appId: AppId;
  romId: RomId;
}

/** All shortcuts of a unit follow with it. */
export function followAll(account: AccountState, moves: Move[], roms: Roms): AccountState {
  const units = { ...account.units };
  for (const { appId, romId } of moves) {
    const rom = roms.get(romId);
    const unit = unitOfApp(account, appId);
    if (rom && unit && unit.rom.romId !== romId) units[unit.unitId] = followRom(unit, rom);
  }
  return { ...account, units };
}

function isSameTie(a: Unit, b: Unit): boolean {
  return keyOf(a.rom.romId, a.slot, a.location) === keyOf(b.rom.romId, b.slot, b.location);
}

export function untie(account: AccountState, appIds: AppId[]): AccountState {
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
