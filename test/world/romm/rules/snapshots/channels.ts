import { type Refusal, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { type ChannelRow, nextId, type SaveRecord, type SnapshotRow } from "../ground/database.ts";
import { dropSave } from "../saves/save-rows.ts";

/** What an upload says of who wrote it. */
interface Writer {
  emulator?: string | undefined;
  core?: string | undefined;
}

/** The line that a slot's saves go by (5.5): `autosave` and `default` share one; null: the slot has none. */
export function labelOf(slot: string): string | null {
  const label = slot.replace(/ \[\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}(?:-\d{3})?\]/g, "").trim();
  if (label === "" || label.toLowerCase().startsWith("state_")) return null;
  return ["autosave", "default"].includes(label.toLowerCase()) ? "default" : label;
}

/** The channel of an upload to a slot, made if the rom's file has none of that label yet; null: it gets none. */
export function channelFor(
  context: Context,
  caller: Caller,
  { romId, slot }: { romId: number; slot?: string },
): string | null {
  const label = context.traits.hasChannels && slot ? labelOf(slot) : null;
  if (label === null) return null;
  return (findChannel(context, caller, { romId, label }) ?? addChannel(context, caller, { romId, label })).id;
}

export function addChannel(
  context: Context,
  caller: Caller,
  { romId, label, id = context.newUuid() }: { romId: number; label: string; id?: string },
): ChannelRow {
  const now = storedNow(context);
  const rom = context.database.roms.find((row) => row.id === romId);
  const row: ChannelRow = {
    ...{ id, user_id: caller.userId, rom_id: romId, rom_file_id: rom?.files[0]?.id ?? null, label },
    ...{ is_public: false, is_hardcore: false, current_snapshot_id: null, created_at: now, updated_at: now },
  };
  context.database.channels.push(row);
  return row;
}

export function findChannel(
  { database }: Context,
  caller: Caller,
  { romId, label }: { romId: number; label: string },
): ChannelRow | undefined {
  return database.channels.find(
    (row) => row.user_id === caller.userId && row.rom_id === romId && row.label === label,
  );
}

/** The snapshot that a channel stands at, and its save. */
export function currentOf(
  { database }: Context,
  channel: ChannelRow | undefined,
): { snapshot: SnapshotRow; save: SaveRecord | null } | null {
  const snapshot = database.snapshots.find(({ id }) => id === channel?.current_snapshot_id);
  if (snapshot === undefined) return null;
  return { snapshot, save: database.saves.find(({ id }) => id === snapshot.save_id) ?? null };
}

/** Whether who names these might load the save: cores are compared if both name one, else emulators, in any case. */
export function mayLoad(save: SaveRecord, { core, emulator }: Writer): boolean {
  const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (save.core && core) return isSame(save.core, core);
  if (save.emulator && emulator) return isSame(save.emulator, emulator);
  return true;
}

/** The save that the 409 looks at: the channel's current one, if an upload could follow it; null: the slot's newest. */
export function lockOf(
  context: Context,
  caller: Caller,
  p: Writer & { romId: number; slot: string },
): SaveRecord | null {
  const label = context.traits.hasChannels ? labelOf(p.slot) : null;
  if (label === null) return null;
  const channel = findChannel(context, caller, { romId: p.romId, label });
  const save = currentOf(context, channel)?.save ?? null;
  return save !== null && save.format !== "neutral" && mayLoad(save, p) ? save : null;
}

/** A slotted upload becomes its channel's current where that has one which it can follow; else it stays beside the line. */
export function holdUpload(context: Context, save: SaveRecord, deviceId: string | null): void {
  const channel = context.database.channels.find(({ id }) => id === save.channel_id);
  const current = currentOf(context, channel);
  if (channel === undefined || current === null || channel.is_hardcore || save.content_hash === null) return;
  const writer = { emulator: save.emulator ?? undefined, core: save.core ?? undefined };
  if (current.save?.format === "neutral" || (current.save !== null && !mayLoad(current.save, writer))) return;
  save.format = "native";
  const race = context.redis.take(raceOf(channel.id));
  const snapshot = addSnapshot(context, { channel, parent: current.snapshot, save, deviceId });
  if (race === null) {
    moveTo(context, channel, snapshot);
    return;
  }
  snapshot.kind = "branch";
  const winner = context.database.saves.find(({ id }) => id === Number(race)) ?? null;
  moveTo(
    context,
    channel,
    addSnapshot(context, { channel, parent: current.snapshot, save: winner, deviceId: null }),
  );
}

/** Tells the rules that another write takes the place on this line that the next upload wanted. */
export function raceOf(channelId: string): string {
  return `race for ${channelId}`;
}

export function addSnapshot(
  context: Context,
  p: {
    channel: ChannelRow;
    parent: SnapshotRow | null;
    save: SaveRecord | null;
    deviceId: string | null;
    isHardcore?: boolean;
  },
): SnapshotRow {
  const row: SnapshotRow = {
    ...{ id: nextId(context.database, "snapshots"), channel_id: p.channel.id, kind: "channel" },
    ...{ parent_snapshot_id: p.parent?.id ?? null, save_id: p.save?.id ?? null, device_id: p.deviceId },
    ...{ emulator: p.save?.emulator ?? null, is_hardcore: p.isHardcore ?? false, is_pinned: false },
    created_at: storedNow(context),
  };
  context.database.snapshots.push(row);
  return row;
}

/** The line goes on; what it keeps no longer goes, and with it the saves that nothing else holds. */
export function moveTo(context: Context, channel: ChannelRow, snapshot: SnapshotRow): void {
  channel.current_snapshot_id = snapshot.id;
  channel.updated_at = storedNow(context);
  const { database, traits } = context;
  const line = database.snapshots.filter((row) => row.channel_id === channel.id && row.kind === "channel");
  const kept = line.filter((row) => row.id === snapshot.id || row.is_pinned);
  const others = line.filter((row) => !kept.includes(row)).sort((a, b) => b.id - a.id);
  const gone = others.slice(Math.max(traits.snapshotRetention - kept.length, 0));
  database.snapshots = database.snapshots.filter((row) => !gone.includes(row));
  for (const { save_id } of gone) {
    const save = database.saves.find(({ id }) => id === save_id);
    if (save !== undefined && !isFrozen(context, save)) dropSave(context, save);
  }
}

/** A snapshot holds it. */
export function isFrozen({ database, traits }: Context, save: SaveRecord): boolean {
  return traits.hasChannels && database.snapshots.some(({ save_id }) => save_id === save.id);
}

export function refuseFrozen(context: Context, save: SaveRecord): Refusal | null {
  if (!isFrozen(context, save)) return null;
  return refuse(409, `${save.file_name} belongs to a sync channel and can't be changed directly`);
}
