import { RommError } from "../../../../backend/core/romm-error.ts";
import type { SaveRow } from "../../../../backend/core/save-row.ts";
import type { ContentHash, DeviceId, RomId, SaveId, Slot } from "../../../../backend/core/vocabulary.ts";
import type { ByteSource } from "../../../../backend/ports/save-server.ts";
import type { Answer } from "../../romm/rules/ground/answer.ts";
import type { SaveView } from "../../romm/rules/saves/save-view.ts";

export function expectGranted<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const detail = JSON.stringify(answer.detail);
  if (answer.status === 409) throw new RommError("conflict", detail, { status: 409 });
  if (answer.detail === "Save file not found on disk") {
    throw new RommError("not-found", detail, { status: 404, entity: "save-file" });
  }
  if (answer.status === 404) throw new RommError("not-found", detail, { status: 404 });
  throw new RommError("rejected", detail, { status: answer.status });
}

export function toRow(view: SaveView): SaveRow {
  return {
    id: view.id as SaveId,
    romId: view.rom_id as RomId,
    slot: view.slot as Slot | null,
    fileName: view.file_name,
    filePath: view.file_path,
    emulator: view.emulator,
    sizeBytes: view.file_size_bytes,
    contentHash: view.content_hash as ContentHash | null,
    createdAtMs: toSecond(view.created_at),
    updatedAtMs: toSecond(view.updated_at),
    originDeviceId: (view.origin_device_id ?? null) as DeviceId | null,
    isMissingOnDisk: view.missing_from_fs,
    deviceSyncs: view.device_syncs.map((sync) => ({
      deviceId: sync.device_id as DeviceId,
      deviceName: sync.device_name,
      isUntracked: sync.is_untracked,
      isCurrent: sync.is_current,
    })),
  };
}

function toSecond(text: string): number {
  return Math.floor(Date.parse(text) / 1000) * 1000;
}

export async function collect({ chunks }: ByteSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return new Uint8Array(Buffer.concat(parts));
}

export async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
