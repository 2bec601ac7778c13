import { readZip } from "../../content-hash.ts";
import { type Answer, grant, type Refusal, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import { nameWithoutExtension } from "../ground/text.ts";
import { readContent, type SaveContent } from "./save-reads.ts";

/** A layout that a save can be asked in. What else RomM tells of one is not known. */
interface Layout {
  core: string;
}

/** What the helper of this stand-in can make; RomM's knows more. */
const layouts: Record<string, string[]> = { snes: ["snes9x", "bsnes"], gba: ["mgba"] };

/** One file has a path under the emulator's folder of saves; several come as an archive. */
export type Converted = SaveContent & { path: string | null };

/** GET /saves/layouts (5.5). */
export function listLayouts(context: Context, _caller: Caller, p: { platform: string }): Answer<Layout[]> {
  if (!context.traits.hasConverter) return noConverter();
  return grant((layouts[p.platform] ?? []).map((core) => ({ core })));
}

/** GET /saves/{id}/content with `core` (5.5): what it tells the server of a device is what a download does. */
export function convertContent(
  context: Context,
  caller: Caller,
  saveId: number,
  p: { core: string } & Parameters<typeof readContent>[3],
): Answer<Converted> {
  const { core, ...how } = p;
  if (!context.traits.hasConverter) return noConverter();
  const save = context.database.saves.find(({ id }) => id === saveId);
  const rom = context.database.roms.find(({ id }) => id === save?.rom_id);
  const platform = context.database.platforms.find(({ id }) => id === rom?.platform_id);
  if (save !== undefined && !layouts[platform?.slug ?? ""]?.includes(core))
    return refuse(400, { error: "UNKNOWN_LAYOUT", message: `There is no layout ${core}`, problem: null });
  const content = readContent(context, caller, saveId, how);
  if (!content.ok) return content;
  const [only, ...others] = readZip(content.value.bytes) ?? [{ content: content.value.bytes }];
  if (only === undefined || others.length > 0) return grant({ ...content.value, path: null });
  const path = `${core}/${nameWithoutExtension(rom?.fs_name ?? "game")}.srm`;
  return grant({ ...content.value, bytes: only.content, path });
}

function noConverter(): Refusal {
  return refuse(503, { error: "UNAVAILABLE", message: "Saves cannot be converted here", problem: null });
}
