import assert from "node:assert/strict";
import * as v from "valibot";
import { storeZip } from "../../world/romm/rules/ground/store-zip.ts";
import type { RommRules } from "../../world/romm/rules/rules.ts";
import { createSend, filePart, multipart, type Query, type Reply, type Transport } from "./http.ts";
import { deviceShape, registeredShape, type Save, saveShape, savesShape } from "./shapes.ts";

/** A server under judgement. */
export interface Target {
  origin: string;
  token: string;
  transport: Transport;
  /** The rom whose saves may be touched; on a stand-in each behaviour gets a fresh one. */
  romId: number;
  /** Comes back when whole seconds tell before from after. */
  nextSecond(): Promise<void>;
  /** The inside of a stand-in; null for a real server. */
  rules: RommRules | null;
}

export interface UploadOptions {
  slot?: string;
  device?: string;
  bytes?: Uint8Array;
  fileName?: string;
  romId?: number;
  query?: Query;
  authorization?: string | null;
  screenshot?: { fileName: string; bytes: Uint8Array };
}

export type Bench = ReturnType<typeof createBench>;

/** What a behaviour is checked with. Devices and slots have names of their own, and `cleanUp` removes all that was made. */
export function createBench(target: Target, label: string) {
  const send = createSend(target);
  const name = `contract-${label}-${crypto.randomUUID().slice(0, 8)}`;
  const made = { saves: new Set<number>(), devices: new Set<string>() };
  let counter = 0;
  const unique = () => `${name}-${++counter}`;
  /** Only rows that are certainly ours: a server may answer an upload with a row of the player's. */
  const remember = (reply: Reply): Reply => {
    const row = v.safeParse(v.object({ id: v.number(), slot: v.string() }), reply.json);
    if (row.success && row.output.slot.startsWith(name)) made.saves.add(row.output.id);
    return reply;
  };
  const bench = {
    send,
    romId: target.romId,
    name,
    nextSecond: target.nextSecond,
    unique,
    /** A slot's name that nobody uses. */
    slot: () => `${name}-slot${++counter}`,
    /** Bytes that no other save has. */
    bytes: () => Buffer.from(`bytes of ${unique()}`),
    /** Bytes that no other save has, and that every RomM can hash. */
    archive: (): Uint8Array => storeZip([{ name: "save.bin", bytes: bench.bytes() }]),
    /** The stand-in's inside. */
    get rules(): RommRules {
      assert(target.rules, "This check is for a stand-in only.");
      return target.rules;
    },
    /** The header of a new client token of the first user. */
    bearer(fields: { scopes?: string[]; deviceId?: string; expiresAt?: number }): string {
      const [user] = bench.rules.database.users;
      assert(user);
      return `Bearer ${bench.rules.admin.addToken({ userId: user.id, ...fields }).raw}`;
    },
    async register(fields: Record<string, unknown>): Promise<Reply> {
      const reply = await send("POST", "/api/devices", { json: fields });
      const device = v.safeParse(registeredShape, reply.json);
      if (device.success && reply.status === 201) made.devices.add(device.output.device_id);
      return reply;
    },
    /** A fresh device's id. */
    async device(fields: Record<string, unknown> = {}): Promise<string> {
      const reply = await bench.register({
        hostname: unique(),
        platform: "contract",
        name: "Contract",
        ...fields,
      });
      return read(registeredShape, reply).device_id;
    },
    async readDevice(id: string) {
      return read(deviceShape, await send("GET", `/api/devices/${id}`));
    },
    async upload(options: UploadOptions): Promise<Reply> {
      const {
        slot,
        device,
        bytes = bench.bytes(),
        fileName = `${slot ?? unique()}.srm`,
        screenshot,
      } = options;
      const parts = [filePart("saveFile", fileName, bytes)];
      if (screenshot !== undefined)
        parts.push(filePart("screenshotFile", screenshot.fileName, screenshot.bytes));
      return remember(
        await send("POST", "/api/saves", {
          query: { rom_id: options.romId ?? target.romId, slot, device_id: device, ...options.query },
          body: multipart(parts),
          ...(options.authorization !== undefined && { authorization: options.authorization }),
        }),
      );
    },
    /** Uploads and answers the row. */
    save: async (options: UploadOptions): Promise<Save> => read(saveShape, await bench.upload(options)),
    /** The rows of one slot, spelt exactly so, in the order of their ids. */
    async rows(slot: string | null, device?: string): Promise<Save[]> {
      const reply = await send("GET", "/api/saves", { query: { rom_id: target.romId, device_id: device } });
      return read(savesShape, reply)
        .filter((row) => row.slot === slot)
        .sort((a, b) => a.id - b.id);
    },
    row: async (id: number, device?: string): Promise<Save> =>
      read(saveShape, await send("GET", `/api/saves/${id}`, { query: { device_id: device } })),
    content: (id: number, query: Query = {}) => send("GET", `/api/saves/${id}/content`, { query }),
    mark: (verb: "downloaded" | "track" | "untrack", id: number, device: string, content_hash?: string) =>
      send("POST", `/api/saves/${id}/${verb}`, { json: { device_id: device, content_hash } }),
    async put(id: number, bytes: Uint8Array, query: Query = {}): Promise<Reply> {
      // By the row's own name: 4.7 writes under the sent one, and leaves a file there when the row goes.
      const row = await send("GET", `/api/saves/${id}`);
      const name = row.status === 200 ? read(saveShape, row).file_name : "replaced.srm";
      const body = multipart([filePart("saveFile", name, bytes)]);
      return send("PUT", `/api/saves/${id}`, { query, body });
    },
    async remove(ids: number[]): Promise<Reply> {
      return send("POST", "/api/saves/delete", { json: { saves: ids } });
    },
    /** Removes the saves and devices that this check made, and throws if something of them stays. */
    async cleanUp(): Promise<void> {
      const isOurs = (row: Save) =>
        made.saves.has(row.id) || row.slot?.toLowerCase().startsWith(name) === true;
      const list = async () => {
        const rows = await send("GET", "/api/saves", { query: { rom_id: target.romId } });
        return read(savesShape, rows).filter(isOurs);
      };
      for (const row of await list()) await bench.remove([row.id]);
      for (const id of made.devices) await send("DELETE", `/api/devices/${id}`);
      const devices = read(v.array(deviceShape), await send("GET", "/api/devices"));
      const left = [
        ...(await list()).map((row) => `save ${row.id}`),
        ...devices.filter((device) => made.devices.has(device.id)).map((device) => `device ${device.id}`),
      ];
      assert(left.length === 0, `could not be removed: ${left.join(", ")}`);
    },
  };
  return bench;
}

/** The answer's JSON, which must be a success of that shape. */
export function read<TSchema extends v.GenericSchema>(schema: TSchema, reply: Reply): v.InferOutput<TSchema> {
  assert(reply.status < 300, `${reply.status} ${reply.text.slice(0, 200)}`);
  return v.parse(schema, reply.json);
}

/** The request was carried out; with which status is not the subject. */
export function assertDone({ status, text }: Reply): void {
  assert(status < 300, `${status} ${text.slice(0, 200)}`);
}

/** A time of the server's as milliseconds; without an offset it means UTC. */
export function timeOf(text: string): number {
  return Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
}

/** The caller's own entry of a row. */
export function entryOf(save: Save, device: string) {
  return save.device_syncs.find((entry) => entry.device_id === device);
}

/** What FastAPI calls `detail`. */
export function detailOf(reply: Reply): unknown {
  return v.parse(v.object({ detail: v.unknown() }), reply.json).detail;
}
