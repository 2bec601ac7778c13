import * as v from "valibot";
import type { SaveLine, SaveRow } from "../core/save-row.ts";
import { lineLabelOf } from "../core/units.ts";
import type { SaveId } from "../core/vocabulary.ts";
import { decode, saveId } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** As many ids as fit into an address that every proxy takes. */
const idsAtOnce = 50;

const channel = v.object({
  id: v.string(),
  label: v.string(),
  current: v.nullable(
    v.object({
      save: v.nullable(v.object({ id: saveId, format: v.nullish(v.string(), null) })),
    }),
  ),
});

type Channel = v.InferOutput<typeof channel>;

/**
 * The rows with what their lines stand at. A version that somebody went back to makes no row, so that only the channels
 * tell; a RomM that names none in its rows is not asked.
 */
export async function withLines(calls: Calls, rows: SaveRow[], signal: AbortSignal): Promise<SaveRow[]> {
  const ids = [...new Set(rows.flatMap(({ channelId }) => channelId ?? []))];
  if (ids.length === 0) return rows;
  const lines = new Map<string, SaveLine>();
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    for (const found of await readChannels(calls, ids.slice(at, at + idsAtOnce), signal)) {
      const line = toLine(found);
      if (line) lines.set(found.id, line);
    }
  }
  return rows.map((row) => {
    const line = lines.get(row.channelId ?? "");
    return line ? { ...row, line } : row;
  });
}

export async function readLine(
  calls: Calls,
  { channelId }: { channelId: string },
  signal: AbortSignal,
): Promise<SaveId | null> {
  const [found] = await readChannels(calls, [channelId], signal);
  return found?.current?.save?.id ?? null;
}

/** RomM 5.5 `GET /api/channels`, without a device: RomM would note that this one has seen them. */
async function readChannels(calls: Calls, ids: string[], signal: AbortSignal): Promise<Channel[]> {
  const call: Call = {
    task: "read the lines of a game's saves",
    method: "GET",
    path: "/api/channels",
    query: { channel_id: ids },
    patience: "listing",
  };
  return decode(v.array(channel), (await calls.ask(call, signal)).json, call.task);
}

function toLine({ label, current }: Channel): SaveLine | null {
  if (!current?.save) return null;
  const { id, format } = current.save;
  return { label: lineLabelOf(label), currentId: id, isNeutral: format === "neutral" };
}
