import { guarded } from "../accounts/access.ts";
import { type Answer, grant, type Refusal, refuse, refuseBare } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { type ChannelRow, nextId, type SaveRecord, type SnapshotRow } from "../ground/database.ts";
import { tagTime } from "../ground/time.ts";
import { hashOf } from "../saves/save-store.ts";
import { type ChannelView, type SnapshotView, viewChannel, viewSnapshot } from "./channel-view.ts";
import { addChannel, addSnapshot, currentOf, moveTo } from "./channels.ts";
import { clearHeld, hold, isReadable, noteSeen, readSnapshot, seenBy } from "./holds.ts";

/** What a snapshot client sends: a manifest, and the save's bytes where it names a content that is not there yet. */
export interface Push {
  romFileId: number;
  channelId?: string;
  label?: string;
  /** Null: the channel must be empty. Absent: what this device saw last, else the parent, else nothing. */
  expectedCurrentId?: number | null;
  parentSnapshotId?: number;
  save?: { hash: string; format: "native" | "neutral"; fileName?: string } | { copyOf: number } | null;
  bytes?: Uint8Array;
  emulator?: string;
  core?: string;
  isHardcore?: boolean;
  approvesDowngrade?: boolean;
  deviceId?: string;
}

/** 5.5. */
export function createSnapshots(context: Context) {
  return {
    channels: guarded(context, ["assets.read"], listChannels),
    createChannel: guarded(context, ["assets.write"], createChannel),
    list: guarded(context, ["assets.read"], listSnapshots),
    push: guarded(context, ["assets.write"], push),
    one: guarded(context, ["assets.read"], readSnapshot),
    hold: guarded(context, ["assets.read"], hold),
    clearHeld: guarded(context, ["assets.read"], clearHeld),
  };
}

/** GET /channels: of files, or by id; without either, none. The device that asks is known to have seen each current. */
function listChannels(
  context: Context,
  caller: Caller,
  p: { fileIds?: number[]; channelIds?: string[]; deviceId?: string } = {},
): Answer<ChannelView[]> {
  const { fileIds = [], channelIds = [], deviceId = caller.deviceId } = p;
  const { channels } = context.database;
  const unknown = channelIds.find((id) => !channels.some((row) => row.id === id && isReadable(row, caller)));
  if (unknown !== undefined) return refuse(404, "Channel not found");
  const found = channels.filter(
    (row) =>
      channelIds.includes(row.id) ||
      (row.user_id === caller.userId && row.rom_file_id !== null && fileIds.includes(row.rom_file_id)),
  );
  if (deviceId != null) for (const row of found) noteSeen(context, deviceId, row);
  return grant(found.map((row) => viewChannel(context, row, caller.userId)));
}

function createChannel(
  context: Context,
  caller: Caller,
  p: { romFileId: number; label: string; id?: string },
): Answer<ChannelView> {
  const rom = context.database.roms.find(({ files }) => files.some(({ id }) => id === p.romFileId));
  if (rom === undefined) return refuse(404, "ROM file not found");
  if (context.database.channels.some(({ id }) => id === p.id)) return refuse(409, "That channel id is taken");
  const row = addChannel(context, caller, { romId: rom.id, label: p.label, ...(p.id && { id: p.id }) });
  return grant(viewChannel(context, row, caller.userId), 201);
}

/** GET /snapshots: a channel's history, newest first, branches among it. */
function listSnapshots(context: Context, caller: Caller, p: { channelId: string }): Answer<SnapshotView[]> {
  const channel = context.database.channels.find((row) => row.id === p.channelId);
  if (channel === undefined || !isReadable(channel, caller)) return refuse(404, "Channel not found");
  const rows = context.database.snapshots.filter((row) => row.channel_id === channel.id);
  return grant(rows.sort((a, b) => b.id - a.id).map((row) => viewSnapshot(context, row, caller.userId)));
}

/** POST /snapshots: a save of the line, in one step or not at all; what lost a race is kept as a branch. */
function push(context: Context, caller: Caller, p: Push): Answer<unknown> {
  const rom = context.database.roms.find(({ files }) => files.some(({ id }) => id === p.romFileId));
  if (rom === undefined) return refuse(404, "ROM file not found");
  const channel = channelOf(context, caller, { ...p, romId: rom.id });
  if ("ok" in channel) return channel;
  const current = currentOf(context, channel);
  const parent = context.database.snapshots.find(({ id }) => id === p.parentSnapshotId) ?? null;
  if (channel.is_hardcore && !p.isHardcore && !p.approvesDowngrade)
    return refuseBare(409, { hardcore_downgrade: true });
  const content = contentOf(context, caller, { push: p, channel, romId: rom.id });
  if ("ok" in content) return content;
  const isSame = content.save !== null && content.save.content_hash === current?.save?.content_hash;
  if (isSame && current !== null && !("copyOf" in (p.save ?? {})))
    return grant(viewSnapshot(context, current.snapshot, caller.userId));
  const deviceId = p.deviceId ?? caller.deviceId;
  const expected = expectedOf(context, { push: p, channel, parent, deviceId });
  const snapshot = addSnapshot(context, {
    ...{ channel, parent: parent ?? current?.snapshot ?? null, save: content.save },
    ...{ deviceId, isHardcore: p.isHardcore ?? false },
  });
  if (expected !== channel.current_snapshot_id)
    return refuseMoved(context, caller, { snapshot, channel, parent });
  channel.is_hardcore = p.isHardcore ?? channel.is_hardcore;
  moveTo(context, channel, snapshot);
  if (deviceId !== null) noteSeen(context, deviceId, channel);
  return grant(viewSnapshot(context, snapshot, caller.userId), 201);
}

function refuseMoved(
  context: Context,
  caller: Caller,
  p: { snapshot: SnapshotRow; channel: ChannelRow; parent: SnapshotRow | null },
): Refusal {
  p.snapshot.kind = "branch";
  const current = p.channel.current_snapshot_id;
  const isOlder = p.parent !== null && p.parent.id < (current ?? 0) - 1;
  return refuseBare(409, {
    current: current === null ? null : { id: current, digest: `sha256:${current}` },
    branch: viewSnapshot(context, p.snapshot, caller.userId),
    reason: isOlder ? "moved_from_older" : "moved",
  });
}

function expectedOf(
  context: Context,
  {
    push: p,
    channel,
    parent,
    deviceId,
  }: { push: Push; channel: ChannelRow; parent: SnapshotRow | null; deviceId: string | null },
): number | null {
  if (p.expectedCurrentId !== undefined) return p.expectedCurrentId;
  const seen = deviceId === null ? null : context.redis.get(seenBy(deviceId, channel.id));
  if (seen !== null) return seen === "" ? null : Number(seen);
  return parent?.id ?? null;
}

function channelOf(context: Context, caller: Caller, p: Push & { romId: number }): ChannelRow | Refusal {
  const known = context.database.channels.find(({ id }) => id === p.channelId);
  if (known !== undefined) return known.user_id === caller.userId ? known : refuse(404, "Channel not found");
  if (p.label === undefined && p.channelId === undefined)
    return refuse(422, { channel_id: "a channel or a label is needed" });
  const { romId, label = "default", channelId } = p;
  return addChannel(context, caller, { romId, label, ...(channelId && { id: channelId }) });
}

/** A row of the line has no slot: clients that read slots do not see it. */
function contentOf(
  context: Context,
  caller: Caller,
  { push: p, channel, romId }: { push: Push; channel: ChannelRow; romId: number },
): { save: SaveRecord | null } | Refusal {
  const { database } = context;
  if (p.save === null) return { save: null };
  if (p.save === undefined) return { save: currentOf(context, channel)?.save ?? null };
  if ("copyOf" in p.save) {
    const { copyOf } = p.save;
    const save = database.saves.find(({ id, user_id }) => id === copyOf && user_id === caller.userId);
    return save === undefined ? refuse(422, { save: "there is no such save" }) : { save };
  }
  if (p.bytes === undefined) return refuseBare(400, { missing: ["save"] });
  if (hashOf(context, p.bytes) !== p.save.hash) return refuse(422, { save: "the hash is of other bytes" });
  const now = storedNow(context);
  const user = Buffer.from(`User:${caller.userId}`).toString("hex");
  const row: SaveRecord = {
    ...{ id: nextId(database, "saves"), rom_id: romId, user_id: caller.userId },
    file_name: `${p.save.fileName ?? "snapshot"} [${tagTime(context.clock())}-${database.snapshots.length}].srm`,
    file_path: `users/${user}/snapshots/${channel.id}`,
    ...{
      file_size_bytes: p.bytes.length,
      emulator: p.emulator ?? null,
      slot: null,
      content_hash: p.save.hash,
    },
    ...{ is_public: false, origin_device_id: p.deviceId ?? caller.deviceId, is_favorite: false, labels: [] },
    ...{ core: p.core ?? null, channel_id: channel.id, format: p.save.format },
    ...{ created_at: now, updated_at: now },
  };
  context.files.write(`${row.file_path}/${row.file_name}`, p.bytes);
  database.saves.push(row);
  return { save: row };
}
