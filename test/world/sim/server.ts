import { RommError } from "../../../backend/core/romm-error.ts";
import type { SaveRow } from "../../../backend/core/save-row.ts";
import type { ByteSource, SaveServer } from "../../../backend/core/save-server.ts";
import type { ContentHash, DeviceId, RomId, SaveId, Slot } from "../../../backend/core/vocabulary.ts";
import type { Answer } from "../romm/rules/ground/answer.ts";
import { createMemoryFiles } from "../romm/rules/ground/files.ts";
import { createRommRules, type RommRules, type RommSnapshot } from "../romm/rules/rules.ts";
import type { SaveView } from "../romm/rules/saves/save-view.ts";

type Caller = Parameters<RommRules["saves"]["list"]>[0];

/** RomM's rules in memory, seen by one Deck through the engine's own surface. */
export interface SimServer {
  rules: RommRules;
  romId: RomId;
  register(name: string): DeviceId;
  /** `around` stands between every request and its answer: it may refuse, lose the answer, or let others act. */
  forDeck(around: (work: () => unknown) => Promise<unknown>): SaveServer;
  contents(): string[];
  redate(row: number): void;
  backUp(): RommSnapshot;
  restore(snapshot: RommSnapshot): void;
}

/** Hears of every upload that RomM took: the slot's contents before it, oldest first, and what came. */
export type OnUpload = (before: string[], content: string) => void;

export function createSimServer(clock: () => number, onUpload: OnUpload): SimServer {
  let uuids = 0;
  const rules = createRommRules({ files: createMemoryFiles(), clock, ids: () => `uuid-${uuids++}` });
  const user = rules.admin.addUser({ username: "player" });
  const caller: Caller = { userId: user.id, scopes: user.scopes, deviceId: null };
  const romId = rules.admin.addRom({ platform: "gba", fsName: "Game.gba" }).id as RomId;

  function contents(): string[] {
    return rules.database.saves.map((save) => {
      const content = rules.saves.readContent(caller, save.id, {});
      return content.ok ? new TextDecoder().decode(content.value.bytes) : "";
    });
  }

  function forDeck(around: (work: () => unknown) => Promise<unknown>): SaveServer {
    const ask = async <T>(work: () => Answer<T>): Promise<T> =>
      expectGranted((await around(work)) as Answer<T>);
    return {
      listSaves: async ({ deviceId }) =>
        (await ask(() => rules.saves.list(caller, { romId, deviceId }))).map(toRow),
      uploadSave: async (request) => {
        const bytes = await collect(request.content);
        const { slot, deviceId, emulator, fileName, overwrite, autocleanupLimit } = request;
        const cleanup = autocleanupLimit === null ? {} : { autocleanup: true, autocleanupLimit };
        const upload = { romId, slot, deviceId, emulator, fileName, overwrite, bytes, ...cleanup };
        return toRow(
          await ask(() => {
            const before = contents();
            const answer = rules.saves.upload(caller, upload);
            if (answer.ok && contents().length > before.length)
              onUpload(before, new TextDecoder().decode(bytes));
            return answer;
          }),
        );
      },
      downloadSave: async ({ saveId, deviceId }) => {
        const { bytes } = await ask(() =>
          rules.saves.readContent(caller, saveId, { deviceId, optimistic: false }),
        );
        return { sizeBytes: bytes.byteLength, chunks: oneChunk(bytes) };
      },
      confirmDownload: async ({ saveId, deviceId }) =>
        toRow(await ask(() => rules.saves.confirmDownloaded(caller, saveId, deviceId))),
      findRom: async () => {
        await around(() => null);
        return { romId, platformSlug: "gba", fsName: "Game.gba" };
      },
    };
  }

  return {
    rules,
    romId,
    register(name) {
      const registered = rules.devices.register(caller, { name, hostname: name, platform: "Linux" });
      return expectGranted(registered).device_id as DeviceId;
    },
    forDeck,
    contents,
    redate(row) {
      const { saves } = rules.database;
      const save = saves[row % Math.max(1, saves.length)];
      if (save) rules.saves.setVisibility(caller, save.id, !save.is_public);
    },
    backUp: () => rules.snapshot(),
    restore: (snapshot) => rules.restore(snapshot),
  };
}

function expectGranted<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const detail = JSON.stringify(answer.detail);
  if (answer.status === 409) throw new RommError("conflict", detail, { status: 409 });
  if (answer.status === 404) throw new RommError("not-found", detail, { status: 404 });
  throw new RommError("rejected", detail, { status: answer.status });
}

function toRow(view: SaveView): SaveRow {
  return {
    id: view.id as SaveId,
    romId: view.rom_id as RomId,
    slot: view.slot as Slot | null,
    fileName: view.file_name,
    emulator: view.emulator,
    sizeBytes: view.file_size_bytes,
    contentHash: view.content_hash as ContentHash | null,
    createdAtMs: toSecond(view.created_at),
    updatedAtMs: toSecond(view.updated_at),
    originDeviceId: (view.origin_device_id ?? null) as DeviceId | null,
    isMissingOnDisk: view.missing_from_fs,
    deviceSyncs: [],
  };
}

function toSecond(text: string): number {
  return Math.floor(Date.parse(text) / 1000) * 1000;
}

async function collect({ chunks }: ByteSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return new Uint8Array(Buffer.concat(parts));
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
