import * as v from "valibot";
import type { RomId, SaveId } from "../../../backend/contract/words.ts";

/** A rom of the server's library, as far as the demo needs it. */
export interface LibraryRom {
  romId: RomId;
  name: string;
  platformSlug: string;
  fsName: string;
}

/** One save of a slot's history, newest first in a list. */
interface HistoryRow {
  saveId: SaveId;
  slot: string | null;
  savedAtMs: number;
  originDeviceId: string | null;
  sizeBytes: number;
}

/** A device as RomM lists it. */
export interface ServerDevice {
  deviceId: string;
  name: string;
  lastSeenMs: number | null;
}

/** The server as a third party sees it: plain requests that use nothing of the backend, so that a fault there cannot hide here. */
export interface ServerView {
  origin: string;
  token: string;
  listRoms(): Promise<LibraryRom[]>;
  getRom(romId: number): Promise<LibraryRom>;
  listRows(romId: RomId, slot: string): Promise<HistoryRow[]>;
  /** Of the account, in the order of their first sign-in. */
  listDevices(): Promise<ServerDevice[]>;
  /** Null: the row stands, its bytes do not. */
  content(saveId: SaveId): Promise<Uint8Array | null>;
}

const rom = v.object({
  id: v.number(),
  name: v.nullish(v.string()),
  platform_slug: v.string(),
  fs_name: v.string(),
  fs_name_no_ext: v.string(),
});
const device = v.object({ id: v.string(), name: v.nullish(v.string()), last_seen: v.nullish(v.string()) });
const row = v.object({
  id: v.number(),
  slot: v.nullish(v.string()),
  updated_at: v.string(),
  origin_device_id: v.nullish(v.string()),
  file_size_bytes: v.number(),
});

/** Answers that are not as RomM's documentation has them throw; nothing is taken for "no saves". */
export function createServerView({ origin, token }: { origin: string; token: string }): ServerView {
  const get = async (path: string) => {
    const answer = await fetch(`${origin}/api${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok && answer.status !== 404)
      throw new Error(`RomM answered ${answer.status} to GET ${path}.`);
    return answer;
  };
  const getJson = async (path: string): Promise<unknown> => {
    const answer = await get(path);
    if (!answer.ok) throw new Error(`RomM answered ${answer.status} to GET ${path}.`);
    return answer.json();
  };
  return {
    origin,
    token,
    listRoms: async () => {
      const page = v.parse(v.object({ items: v.array(rom) }), await getJson("/roms?limit=50"));
      return page.items.map(toLibraryRom);
    },
    getRom: async (romId) => toLibraryRom(v.parse(rom, await getJson(`/roms/${romId}`))),
    listRows: async (romId, slot) => {
      const rows = v.parse(v.array(row), await getJson(`/saves?rom_id=${romId}`)).map(toHistoryRow);
      return rows.filter((entry) => entry.slot === slot).sort(newestFirst);
    },
    listDevices: async () =>
      v.parse(v.array(device), await getJson("/devices")).map(({ id, name, last_seen }) => ({
        deviceId: id,
        name: name ?? "A device without a name",
        lastSeenMs: last_seen ? Date.parse(last_seen) : null,
      })),
    content: async (saveId) => {
      const answer = await get(`/saves/${saveId}/content`);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
    },
  };
}

function newestFirst(one: HistoryRow, other: HistoryRow): number {
  return other.savedAtMs - one.savedAtMs || other.saveId - one.saveId;
}

function toLibraryRom(decoded: v.InferOutput<typeof rom>): LibraryRom {
  return {
    romId: decoded.id as RomId,
    name: decoded.name ?? decoded.fs_name_no_ext,
    platformSlug: decoded.platform_slug,
    fsName: decoded.fs_name,
  };
}

function toHistoryRow(decoded: v.InferOutput<typeof row>): HistoryRow {
  return {
    saveId: decoded.id as SaveId,
    slot: decoded.slot ?? null,
    savedAtMs: Date.parse(decoded.updated_at),
    originDeviceId: decoded.origin_device_id ?? null,
    sizeBytes: decoded.file_size_bytes,
  };
}
