import assert from "node:assert/strict";
import * as v from "valibot";
import { contentHash } from "../../../world/romm/content-hash.ts";
import { type Bench, read } from "../../suite/bench.ts";
import { filePart, multipart, type Query, type Reply } from "../../suite/http.ts";

const object = v.record(v.string(), v.unknown());
export const snapshotShape = v.object({
  id: v.number(),
  kind: v.string(),
  parent_snapshot_id: v.nullable(v.number()),
  save: v.nullable(v.object({ id: v.number(), content_hash: v.nullable(v.string()) })),
});
export const channelShape = v.object({
  id: v.string(),
  label: v.string(),
  rom_file_id: v.nullable(v.number()),
  current_snapshot_id: v.nullable(v.number()),
  current: v.nullable(snapshotShape),
});
export const savedShape = v.object({ id: v.number(), channel_id: v.nullable(v.string()) });

/** All of it would leave lines that the player never asked for. */
export const standInOnly = "would leave channels that the player never made";

export interface Writer {
  core?: string;
  emulator?: string;
}

/** A slot's row of our device, and above it, on the same line, what a snapshot client pushed. */
export async function line(
  on: Bench,
  emulator: string,
  { core, ...how }: Writer & { format?: "native" | "neutral"; isHardcore?: boolean } = {},
) {
  const [slot, device] = [on.slot(), await on.device()];
  const { channel_id } = await save(on, { slot, device, query: { emulator, core } });
  assert(channel_id);
  const manifest = {
    ...{ channel_id, expected_current_id: null, is_hardcore: how.isHardcore ?? false },
    ...(emulator && { emulator }),
    ...(core && { core }),
  };
  const reply = await push(on, manifest, { format: how.format ?? "native" });
  const pushed = read(snapshotShape, reply).save?.id;
  assert(pushed);
  return { slot, device, channelId: channel_id, pushed };
}

export async function save(on: Bench, options: Parameters<Bench["upload"]>[0]) {
  await on.nextSecond();
  return read(savedShape, await on.upload(options));
}

export async function one(on: Bench, id: number): Promise<unknown> {
  return (await on.send("GET", `/api/saves/${id}`)).json;
}

export async function channel(on: Bench, channel_id: string) {
  const reply = await on.send("GET", "/api/channels", { query: { channel_id } });
  const [found] = read(v.array(channelShape), reply);
  assert(found);
  return found;
}

export function snapshots(on: Bench, channel_id: string): Promise<Reply> {
  return on.send("GET", "/api/snapshots", { query: { channel_id } });
}

/** `expected`: the current as it is now. `isBare`: the manifest comes without its save. */
export async function push(
  on: Bench,
  manifest: Record<string, unknown>,
  how: {
    expected?: "current";
    bytes?: Uint8Array;
    format?: "native" | "neutral";
    isBare?: boolean;
    query?: Query;
  },
): Promise<Reply> {
  await on.nextSecond();
  const rom = read(object, await on.send("GET", `/api/roms/${on.romId}`));
  const [file] = v.parse(v.array(v.object({ id: v.number() })), rom.files);
  const { bytes = on.bytes(), format = "native" } = how;
  const known = how.expected && (await channel(on, String(manifest.channel_id)));
  const told = {
    rom_file_id: file?.id,
    save: { hash: contentHash(bytes), shape: "SINGLE", format },
    ...(known && { expected_current_id: known.current_snapshot_id }),
    ...manifest,
  };
  const parts = [filePart("manifest", "manifest.json", Buffer.from(JSON.stringify(told)))];
  if (!how.isBare) parts.push(filePart("save", "save.srm", bytes));
  return on.send("POST", "/api/snapshots", {
    ...(how.query && { query: how.query }),
    body: multipart(parts),
  });
}
