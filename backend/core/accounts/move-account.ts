import { ofRenamed } from "../decide/conflict-id.ts";
import { nameOfPlace } from "../shapes/shapes.ts";
import type { AccountState, PathWriter, SavepointState, Unit } from "../state.ts";
import { isSameSlot } from "../units.ts";
import type { AccountId, UnitId } from "../vocabulary.ts";

/** What the new address told about itself. */
export type MovedFacts = Pick<
  AccountState,
  "origin" | "username" | "deviceId" | "deviceName" | "serverVersion"
>;

/**
 * The same account by its new address: nothing that is known of its saves changes. Where the player had signed in at the
 * new address before, both are one RomM, and of a unit that both know the later agreement holds.
 */
export function moveAccount(
  state: SavepointState,
  { from, to, facts }: { from: AccountId; to: AccountId; facts: MovedFacts },
): SavepointState {
  const { [from]: moving, ...others } = state.accounts;
  if (!moving) return state;
  const there = others[to];
  const account = { ...(there ? merge(moving, there) : moving), ...facts };
  return {
    ...state,
    activeAccount: state.activeAccount === from ? to : state.activeAccount,
    accounts: { ...others, [to]: account },
    lastWriterByPath: mapWriters(state.lastWriterByPath, (writer) =>
      writer.accountId === from ? { ...writer, accountId: to } : writer,
    ),
  };
}

/** A unit of both keeps the id that it moves with; what leads to the other one follows. */
function merge(moving: AccountState, there: AccountState): AccountState {
  const units = { ...moving.units };
  const ids = new Map<UnitId, UnitId>();
  for (const unit of Object.values(there.units)) {
    const same = Object.values(moving.units).find((one) => isSameUnit(one, unit));
    const unitId = same?.unitId ?? unit.unitId;
    ids.set(unit.unitId, unitId);
    units[unitId] = same && !isLater(unit, same) ? same : renamed(unit, unitId);
  }
  const shortcuts = Object.entries(there.shortcut_registry).map(([appId, shortcut]) => {
    return [appId, { ...shortcut, unitId: ids.get(shortcut.unitId) ?? shortcut.unitId }];
  });
  return {
    ...moving,
    shortcut_registry: { ...Object.fromEntries(shortcuts), ...moving.shortcut_registry },
    units,
  };
}

/** What the player put off is of two sides of this unit, and is named after it. */
function renamed(unit: Unit, unitId: UnitId): Unit {
  return { ...unit, unitId, postponed: unit.postponed && ofRenamed(unit.postponed, unit.unitId, unitId) };
}

function isSameUnit(one: Unit, other: Unit): boolean {
  const isSamePlace = nameOfPlace(one.location) === nameOfPlace(other.location);
  return isSamePlace && one.rom.romId === other.rom.romId && isSameSlot(one.slot, other.slot);
}

function isLater(one: Unit, other: Unit): boolean {
  const agreedAtMs = ({ baseline }: Unit) => baseline?.agreedAtMs ?? Number.NEGATIVE_INFINITY;
  return agreedAtMs(one) > agreedAtMs(other);
}

function mapWriters(
  writers: Record<string, PathWriter>,
  change: (writer: PathWriter) => PathWriter,
): Record<string, PathWriter> {
  return Object.fromEntries(Object.entries(writers).map(([path, writer]) => [path, change(writer)]));
}
