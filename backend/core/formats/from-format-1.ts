import { begin } from "../marks/survival.ts";
import type { Marks, PullIntent, Swap } from "../marks.ts";
import { nameOfPlace } from "../shapes/shapes.ts";
import type { AccountState, BrakeState, RegisteredShortcut, SavepointState, Unit } from "../state.ts";
import { checksumOf } from "../text-checksum.ts";
import type { ConflictId, SaveLocation, Sha256, UnitId } from "../vocabulary.ts";
import type {
  Format1,
  Format1Account,
  Format1Baseline,
  Format1Brake,
  Format1Location,
  Format1Unit,
} from "./format-1.ts";

/*
 * Law: an update forgets no baseline, gives up no intent, and lets nothing go that was held. The same file gives the same
 * state each time, so a start that dies before it has saved changes nothing; and one unit has one id in the present file,
 * in the backup and in every snapshot.
 */

export function fromFormat1({ accounts, ...state }: Format1): SavepointState {
  return { ...state, accounts: mapValues(accounts, toAccount) };
}

function toAccount({ units, shortcut_registry, ...account }: Format1Account): AccountState {
  const ids = newIds(Object.keys(units));
  const idOf = (oldId: string) => ids.get(oldId) ?? (oldId as UnitId);
  const moved = Object.values(units).map((unit) => toUnit(unit, idOf(unit.unitId)));
  return {
    ...account,
    shortcut_registry: mapValues(shortcut_registry, (shortcut): RegisteredShortcut => {
      return { ...shortcut, unitId: idOf(shortcut.unitId) };
    }),
    units: Object.fromEntries(moved.map((unit) => [unit.unitId, unit])),
  };
}

/** Short, and the same wherever the old one stands. Should two of them ever give one, the second stays what it was. */
function newIds(oldIds: string[]): Map<string, UnitId> {
  const ids = new Map<string, UnitId>();
  const taken = new Set<string>();
  for (const oldId of oldIds) {
    const id = `unit-${checksumOf(oldId)}`;
    ids.set(oldId, (taken.has(id) ? oldId : id) as UnitId);
    taken.add(id);
  }
  return ids;
}

function toUnit({ marks, baseline, brake, ...unit }: Format1Unit, unitId: UnitId): Unit {
  return {
    ...unit,
    unitId,
    location: fromFormat1Location(unit.location),
    baseline: baseline && toBaseline(unit, baseline),
    ...toMarks({ ...unit, marks, baseline }),
    postponed: unit.postponed && (`${unitId}${unit.postponed.slice(unit.unitId.length)}` as ConflictId),
    ...(brake && { brake: toBrake(brake) }),
  };
}

export function fromFormat1Location(location: Format1Location): SaveLocation {
  if (location.kind === "file") return location;
  const { stem, extensions, ...place } = location;
  return { ...place, match: { stem, extensions } };
}

/** Whether RomM has shown these bytes was not remembered. */
function toBaseline(
  { rom, slot }: Pick<Unit, "rom" | "slot">,
  { isProven, ...baseline }: Format1Baseline,
): Unit["baseline"] {
  return { ...baseline, romId: rom.romId, slot, isTrusted: isProven, isStored: false };
}

/** Where an upload and a download stood side by side the upload had begun first: it may still arrive. */
function toMarks(unit: Omit<Format1Unit, "brake">): Marks {
  const { sent, late = [], confirm, tracking, pending } = unit.marks;
  const at = unit.baseline?.realPath ?? nameOfPlace(fromFormat1Location(unit.location));
  const marks: Marks = {
    intent: sent ? { kind: "push", realPath: at, ...sent } : null,
    late: late.map(({ seen: _old, ...upload }) => ({ realPath: at, ...upload })),
    owed: { ...(confirm && { confirm }), ...(tracking && { tracking }), ...(pending && { look: pending }) },
  };
  const pull = toPull(unit, at);
  return pull ? begin(marks, pull) : marks;
}

function toPull({ marks, seen }: Omit<Format1Unit, "brake">, at: string): PullIntent | null {
  const { incoming, swap } = marks;
  if (!incoming) return swap ? toForgotten(swap, at) : null;
  const { row, seen: seenThen = seen, isOneOfTwo, ...bytes } = incoming;
  return {
    kind: "pull",
    source: { kind: "row", row, seen: seenThen, ...(isOneOfTwo && { isOneOfTwo }) },
    realPath: at,
    ...bytes,
    ...(swap && { swap }),
  };
}

/** A recovery had left nothing of a download but the exchange that was cut short. */
function toForgotten(swap: Swap, realPath: string): PullIntent | null {
  const [part] = swap.parts;
  const sha256 = part && (part.after ?? part.before);
  if (!part || !sha256) return null;
  const nothing = { sizeBytes: 0, replaced: null, isRaced: false };
  return {
    kind: "pull",
    source: { kind: "forgotten" },
    realPath,
    sha256,
    stagedPath: part.aside,
    swap,
    ...nothing,
  };
}

/** The two sides end the text; what stands before them was the unit's id. */
function toBrake({ sides, ...brake }: Format1Brake): BrakeState {
  const [local, remote] = sides.split(" | ").slice(-2);
  const here = local === undefined || local === "absent" ? null : (local as Sha256);
  return {
    ...brake,
    sides: { local: here, remote: remote === undefined || remote === "none" ? null : remote },
  };
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
