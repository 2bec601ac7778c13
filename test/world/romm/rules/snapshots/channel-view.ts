import type { Context } from "../ground/context.ts";
import type { ChannelRow, Database, SaveRecord, SnapshotRow } from "../ground/database.ts";
import { isoTime } from "../ground/time.ts";
import { currentOf } from "./channels.ts";

export type ChannelView = ReturnType<typeof viewChannel>;
export type SnapshotView = ReturnType<typeof viewSnapshot>;

export function viewChannel(context: Context, channel: ChannelRow, userId: number) {
  const current = currentOf(context, channel);
  const { snapshots, users } = context.database;
  return {
    ...viewReference(channel, userId),
    owner_username: users.find(({ id }) => id === channel.user_id)?.username ?? "",
    current: current === null ? null : viewSnapshot(context, current.snapshot, userId),
    snapshot_count: snapshots.filter((row) => row.channel_id === channel.id && row.kind === "channel").length,
  };
}

function viewReference({ user_id, ...channel }: ChannelRow, userId: number) {
  return {
    ...channel,
    is_own: user_id === userId,
    created_at: isoTime(channel.created_at),
    updated_at: isoTime(channel.updated_at),
  };
}

export function viewSnapshot({ database }: Context, snapshot: SnapshotRow, userId: number) {
  const channel = database.channels.find(({ id }) => id === snapshot.channel_id);
  const device = database.devices.find(({ id }) => id === snapshot.device_id);
  const save = database.saves.find(({ id }) => id === snapshot.save_id);
  return {
    id: snapshot.id,
    digest: `sha256:${snapshot.id}`,
    kind: snapshot.kind,
    parent_snapshot_id: snapshot.parent_snapshot_id,
    channel: channel === undefined ? null : viewReference(channel, userId),
    author_user_id: channel?.user_id ?? null,
    device:
      device === undefined ? null : { id: device.id, name: device.name, client: device.client, is_own: true },
    emulator: snapshot.emulator,
    rom_id: channel?.rom_id ?? null,
    is_hardcore: snapshot.is_hardcore,
    is_pinned: snapshot.is_pinned,
    pin_count: snapshot.is_pinned ? 1 : 0,
    is_public: channel?.is_public ?? false,
    created_at: isoTime(snapshot.created_at),
    held_by: viewHolders(database, snapshot.id, userId),
    save: save === undefined ? null : viewContent(save),
    states: {},
    thumbnail: null,
  };
}

/** The caller's own devices only. */
function viewHolders({ holds, devices }: Database, snapshotId: number, userId: number) {
  return holds
    .filter((row) => row.snapshot_id === snapshotId)
    .flatMap(({ device_id, synced_at }) => {
      const device = devices.find(({ id, user_id }) => id === device_id && user_id === userId);
      if (device === undefined) return [];
      const { id, name, client } = device;
      return [{ device: { id, name, client, is_own: true }, synced_at: isoTime(synced_at) }];
    });
}

function viewContent(save: SaveRecord) {
  return {
    id: save.id,
    file_name: save.file_name,
    file_size_bytes: save.file_size_bytes,
    content_hash: save.content_hash,
    identity_hash: save.content_hash,
    shape: save.file_name.endsWith(".zip") ? "MULTI" : "SINGLE",
    format: save.format,
    emulator: save.emulator,
    emulator_version: null,
    core: save.core,
    core_version: null,
    download_path: `/api/saves/${save.id}/content`,
    screenshot: null,
  };
}
