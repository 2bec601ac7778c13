import type { Conflict } from "../../contract/saves/conflict.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Unit } from "../../core/state.ts";
import type { DeviceId } from "../../core/vocabulary.ts";
import { emulatorChange } from "../../emulators/save-formats.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import type { Look } from "../look/look.ts";

/** Further apart than this, the clocks of Deck and RomM say nothing about which save is the later one. */
const tolerableMs = 2 * 60_000;

export type EvidenceDeps = Pick<SyncDeps, "plays" | "clockOffsetMs">;

type Sides = Pick<Look, "observed" | "verdict">;

/** What stands on both sides, for the player: what is not known is said to be unknown. */
export function sidesOf(
  { plays }: EvidenceDeps,
  { observed, verdict: { head } }: Sides,
  ownDeviceId: DeviceId,
): Pick<Conflict, "local" | "remote"> {
  const { local, unit, slotRows } = observed;
  const { baseline } = observed.observation;
  const played = (baseline && plays?.since(unit.unitId, baseline.agreedAtMs)) ?? null;
  const { sessions = null, playedMs = null } = played ?? {};
  const here = local.kind === "present" ? local : null;
  const { emulator } = unit.location;
  const mayNotLoad = emulatorChange(head?.emulator ?? null, emulator);
  return {
    local: here && {
      sizeBytes: here.sizeBytes,
      modifiedAtMs: here.modifiedAtMs,
      emulator,
      sessions,
      playedMs,
    },
    remote: head && {
      ...{ ...toRemote(head, ownDeviceId), savesSince: countSince(slotRows, unit) },
      ...(mayNotLoad && { mayNotLoad }),
    },
  };
}

export function toRemote(head: SaveRow, ownDeviceId: DeviceId): NonNullable<Conflict["remote"]> {
  const origin = head.deviceSyncs.find((sync) => sync.deviceId === head.originDeviceId);
  const isOwn = head.originDeviceId !== null && head.originDeviceId === ownDeviceId;
  return {
    saveId: head.id,
    sizeBytes: head.sizeBytes,
    updatedAtMs: head.updatedAtMs,
    deviceName: isOwn ? "this Deck" : (origin?.deviceName ?? null),
    emulator: head.emulator,
    savesSince: null,
    // RomM does not tell when somebody played, and what made the row is no device that sends at a game's end.
    isUploadTimeOnly: head.originDeviceId === null,
  };
}

function countSince(rows: readonly SaveRow[], { baseline }: Unit): number | null {
  if (!baseline?.isTrusted) return null;
  return rows.filter((row) => row.id > baseline.row.id && row.contentHash !== baseline.row.contentHash)
    .length;
}

/** What tells the sides apart beside themselves. */
export function evidenceOf(
  { clockOffsetMs }: EvidenceDeps,
  { observed }: Sides,
  { local, remote }: Pick<Conflict, "local" | "remote">,
): Pick<Conflict, "agreedAtMs" | "sizeThen" | "isClockTrusted" | "later"> {
  const { baseline } = observed.observation;
  const offsetMs = clockOffsetMs?.() ?? null;
  const isClockTrusted = offsetMs !== null && Math.abs(offsetMs) <= tolerableMs;
  return {
    agreedAtMs: baseline?.agreedAtMs ?? null,
    sizeThen: baseline?.sizeBytes ?? null,
    isClockTrusted,
    later: isClockTrusted && local && remote ? laterOf(local, remote) : null,
  };
}

/** A save that was made known later may have been played earlier: then nobody can tell. */
function laterOf(
  local: NonNullable<Conflict["local"]>,
  remote: NonNullable<Conflict["remote"]>,
): Conflict["later"] {
  if (local.modifiedAtMs > remote.updatedAtMs + tolerableMs) return "local";
  const isRemoteLater = remote.updatedAtMs > local.modifiedAtMs + tolerableMs;
  return isRemoteLater && !remote.isUploadTimeOnly ? "remote" : null;
}
