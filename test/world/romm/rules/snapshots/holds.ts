import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import type { ChannelRow } from "../ground/database.ts";
import { checkDevice } from "../saves/save-rows.ts";
import { type SnapshotView, viewSnapshot } from "./channel-view.ts";

const yearSeconds = 365 * 24 * 3600;

export function seenBy(deviceId: string, channelId: string): string {
  return `seen by ${deviceId} of ${channelId}`;
}

/** The device knows what the channel stands at: a push of its own that tells nothing builds on that. */
export function noteSeen({ redis }: Context, deviceId: string, channel: ChannelRow): void {
  redis.set(seenBy(deviceId, channel.id), String(channel.current_snapshot_id ?? ""), yearSeconds);
}

/** GET /snapshots/{id}: with `hold`, the device holds it from then on. */
export function readSnapshot(
  context: Context,
  caller: Caller,
  p: { id: number; hold?: boolean; deviceId?: string },
): Answer<SnapshotView> {
  if (p.hold) {
    const held = hold(context, caller, p);
    if (!held.ok) return held;
  }
  const snapshot = findSnapshot(context, caller, p.id);
  return snapshot === null
    ? refuse(404, "Snapshot not found")
    : grant(viewSnapshot(context, snapshot, caller.userId));
}

/** PUT /snapshots/{id}/devices/{device}. A held current is also what the device knows. */
export function hold(context: Context, caller: Caller, p: { id: number; deviceId?: string }): Answer<null> {
  const device = deviceFor(context, caller, p.deviceId);
  if (!device.ok) return device;
  const snapshot = findSnapshot(context, caller, p.id);
  const channel = context.database.channels.find(({ id }) => id === snapshot?.channel_id);
  if (snapshot === null || channel === undefined) return refuse(404, "Snapshot not found");
  forgetHold(context, device.value, channel.id);
  context.database.holds.push({
    ...{ device_id: device.value, channel_id: channel.id, snapshot_id: snapshot.id },
    synced_at: storedNow(context),
  });
  if (channel.current_snapshot_id === snapshot.id) noteSeen(context, device.value, channel);
  return grant(null, 204);
}

/** DELETE /channels/{id}/held: what the device holds there, and what it knows of it, is forgotten. */
export function clearHeld(
  context: Context,
  caller: Caller,
  p: { channelId: string; deviceId?: string },
): Answer<null> {
  const device = deviceFor(context, caller, p.deviceId);
  if (!device.ok) return device;
  const channel = context.database.channels.find(({ id }) => id === p.channelId);
  if (channel === undefined || !isReadable(channel, caller)) return refuse(404, "Channel not found");
  forgetHold(context, device.value, channel.id);
  context.redis.remove(seenBy(device.value, channel.id));
  return grant(null, 204);
}

export function isReadable(row: ChannelRow, caller: Caller): boolean {
  return row.user_id === caller.userId || row.is_public;
}

function forgetHold({ database }: Context, deviceId: string, channelId: string): void {
  database.holds = database.holds.filter((row) => row.device_id !== deviceId || row.channel_id !== channelId);
}

function findSnapshot({ database }: Context, caller: Caller, snapshotId: number) {
  const snapshot = database.snapshots.find(({ id }) => id === snapshotId);
  const channel = database.channels.find(({ id }) => id === snapshot?.channel_id);
  return snapshot !== undefined && channel !== undefined && isReadable(channel, caller) ? snapshot : null;
}

/** The one that is named, for which another scope is needed; else the token's own. */
function deviceFor(context: Context, caller: Caller, named: string | undefined): Answer<string> {
  const deviceId = named ?? caller.deviceId;
  if (deviceId === null) return refuse(400, "A device is required");
  if (deviceId === caller.deviceId) return grant(deviceId);
  const device = checkDevice(context, caller, deviceId, "devices.write");
  return device.ok ? grant(deviceId) : device;
}
