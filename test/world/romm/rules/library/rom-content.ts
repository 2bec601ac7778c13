import { type Answer, grant, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import type { RomFileRow } from "../ground/database.ts";
import { storeZip } from "../ground/store-zip.ts";
import { findRom } from "./find-rom.ts";

export interface RomContent {
  fileName: string;
  bytes: Uint8Array;
  type: "application/octet-stream" | "application/zip";
}

/** GET /roms/{id}/content/{file_name} (section 2.6): one file as it is, several as a zip. `fileName` names the download. */
export function readRomContent(
  context: Context,
  _caller: Caller,
  romId: number,
  fileName: string,
  fileIds: number[] = [],
): Answer<RomContent> {
  const rom = findRom(context, romId);
  if (!rom.ok) return rom;
  const files = rom.value.files.filter((file) => fileIds.length === 0 || fileIds.includes(file.id));
  const [first, ...others] = files;
  if (first === undefined) return refuse(404, `No files found for ROM ${romId}`);
  if (others.length === 0)
    return grant({ fileName, bytes: contentOf(context, first), type: "application/octet-stream" });
  const entries = files.map((file) => ({ name: file.file_name, bytes: contentOf(context, file) }));
  if (!files.some((file) => file.file_name.toLowerCase().endsWith(".m3u")))
    entries.push({
      name: `${fileName}.m3u`,
      bytes: Buffer.from(files.map((file) => file.file_name).join("\n")),
    });
  return grant({ fileName: `${fileName}.zip`, bytes: storeZip(entries), type: "application/zip" });
}

/** GET /roms/{file_id}/files/content/{name}: one file of a rom. */
export function readRomFile(
  context: Context,
  _caller: Caller,
  fileId: number,
  fileName: string,
): Answer<RomContent> {
  const rom = context.database.roms.find((row) => row.files.some((file) => file.id === fileId));
  const file = rom?.files.find(({ id }) => id === fileId);
  if (rom === undefined || file === undefined || rom.is_hidden_by_admin) return refuse(404, "File not found");
  return grant({ fileName, bytes: contentOf(context, file), type: "application/octet-stream" });
}

function contentOf({ files }: Context, file: RomFileRow): Uint8Array {
  return files.read(file.path) ?? new Uint8Array(0);
}
