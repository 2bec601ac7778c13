import { createHash } from "node:crypto";
import type { SaveRow } from "../../../../backend/core/save-row.ts";
import { isSameSlot } from "../../../../backend/core/units.ts";
import type { DeviceId, RomId, SaveId, Slot } from "../../../../backend/core/vocabulary.ts";
import type { SaveServer } from "../../../../backend/ports/save-server.ts";
import { createMemoryFiles } from "../../romm/rules/ground/files.ts";
import { createRommRules, type RommRules, type RommSnapshot } from "../../romm/rules/rules.ts";
import { rowNameOf, textOf } from "../deck/save-files.ts";
import type { Story } from "../story.ts";
import type { RequestKind, SimGame, SimRow, SimServer, Visitor } from "./sim-server.ts";
import { collect, expectGranted, oneChunk, toRow } from "./wire.ts";

type Caller = Parameters<RommRules["saves"]["list"]>[0] & object;

const firstSlot = "autosave";

export function createSimServer(
  { accountCount, gameCount, location: ordinary, hasMemoryCard, version, profile }: Story,
  clock: () => number,
): SimServer {
  let uuids = 0;
  const options = { files: createMemoryFiles(), clock, ids: () => `uuid-${uuids++}`, version, profile };
  const rules = createRommRules(options);
  const callers = ["ann", "ben"].slice(0, accountCount).map((username): Caller => {
    const user = rules.admin.addUser({ username });
    return { userId: user.id, scopes: user.scopes, deviceId: null };
  });
  const games = ["x", "y", "z", "u"].slice(0, gameCount).map((letter, index): SimGame => {
    const fsName = `${letter}.gba`;
    const location = hasMemoryCard && index === gameCount - 1 ? "memory-card" : ordinary;
    return { letter, location, fsName, romId: rules.admin.addRom({ platform: "gba", fsName }).id as RomId };
  });
  const lostFiles = new Map<string, Uint8Array>();
  let backup: RommSnapshot = rules.snapshot();
  let listings = new Map<string, SaveRow[]>();

  const callerOf = (account: number) => callers[account % callers.length] ?? noCaller;
  const gameAt = (game: number) => games[game % games.length] ?? noGame;

  function recordsOf(account: number, game: number) {
    const { userId } = callerOf(account);
    const { romId } = gameAt(game);
    return rules.database.saves.filter((save) => save.user_id === userId && save.rom_id === romId);
  }

  function bytesOf(save: { file_path: string; file_name: string }): Uint8Array | null {
    const path = `${save.file_path}/${save.file_name}`;
    return rules.files.read(path) ?? lostFiles.get(path) ?? null;
  }

  const rows = (account: number, game: number, slot = firstSlot): SimRow[] =>
    slotOf(account, game, slot).map(toSimRow);

  function toSimRow(save: RommRules["database"]["saves"][number]): SimRow {
    const { id, slot, updated_at: updatedAtMs } = save;
    return { id, slot, updatedAtMs, text: textOf(bytesOf(save)) ?? "" };
  }

  /** Listings are what costs most: they are made anew only after something changed. */
  function changing<T>(change: () => T): T {
    listings = new Map();
    return change();
  }

  function list(caller: Caller, romId: RomId, deviceId: DeviceId): SaveRow[] {
    const key = `${caller.userId} ${romId} ${deviceId}`;
    const known = listings.get(key);
    if (known) return known;
    const listed = expectGranted(rules.saves.list(caller, { romId, deviceId })).map(toRow);
    const made = listed.map((row) => ({ ...row, isMissingOnDisk: isLost(row.id) }));
    listings.set(key, made);
    return made;
  }

  function isLost(id: number): boolean {
    const save = rules.database.saves.find((one) => one.id === id);
    return save !== undefined && !rules.files.has(`${save.file_path}/${save.file_name}`);
  }

  function forDeck({ account, around, onUpload, onOverwrite, overlap }: Visitor): SaveServer {
    const caller = callerOf(account);
    const ask = async <T>(work: () => T, kind: RequestKind = "other"): Promise<Awaited<T>> =>
      (await around(work, kind)) as Awaited<T>;
    return {
      listSaves: async ({ romId, deviceId }) => await ask(() => list(caller, romId, deviceId)),
      uploadSave: async (request) => {
        const bytes = await collect(request.content);
        const { romId, slot: into, deviceId, emulator, fileName, overwrite, autocleanupLimit } = request;
        const cleanup = autocleanupLimit === null ? {} : { autocleanup: true, autocleanupLimit };
        const upload = { romId, slot: into, deviceId, emulator, fileName, overwrite, bytes, ...cleanup };
        const between = overlap();
        if (between !== null) {
          const game = games.findIndex((one) => one.romId === romId);
          const answer = await ask(() => overlapping({ caller, upload, between }), "upload");
          const of = { account, game, slot: into };
          const made = { before: [...rows(account, game, into), ...answer.cleaned], newId: answer.row.id };
          const content = textOf(bytes) ?? "";
          onUpload({
            ...of,
            head: null,
            content,
            lock: overwrite ? "overwrite" : "asked",
            ...cleaned(of, made),
          });
          return toRow(answer.row);
        }
        return await ask(() => {
          const game = games.findIndex((one) => one.romId === romId);
          const before = rows(account, game, into);
          const top = rules.database.lastIds.saves ?? 0;
          const answer = changing(() => expectGranted(rules.saves.upload(caller, upload)));
          const content = textOf(bytes) ?? "";
          const inPlace = before.find(({ id }) => id === answer.id)?.text ?? null;
          if (inPlace !== null && inPlace !== content) onOverwrite({ game, from: inPlace, to: content });
          if (answer.id > top) {
            const of = { account, game, slot: into };
            const head = before.at(-1)?.text ?? null;
            // RomM's lock may look at one spelling alone (PostgreSQL): what is newest in another lets the upload pass.
            const isSpeltSo = (before.at(-1)?.slot ?? into) === into;
            const lock = overwrite ? "overwrite" : isSpeltSo ? "asked" : "spelt-otherwise";
            const made = cleaned(of, { before, newId: answer.id });
            onUpload({ ...of, head, content, lock, ...made });
          }
          return toRow(answer);
        }, "upload");
      },
      downloadSave: async ({ saveId, deviceId }) => {
        const who = deviceId === null ? {} : { deviceId, optimistic: false };
        const { bytes } = await ask(() => expectGranted(rules.saves.readContent(caller, saveId, who)));
        return { sizeBytes: bytes.byteLength, chunks: oneChunk(bytes) };
      },
      isHandedOut: async ({ saveId }) => {
        const content = await ask(() => rules.saves.readContent(caller, saveId, {}));
        if (!content.ok && content.detail === "Save file not found on disk") return false;
        expectGranted(content);
        return true;
      },
      confirmDownload: async ({ saveId, deviceId }) =>
        toRow(
          await ask(() =>
            changing(() => expectGranted(rules.saves.confirmDownloaded(caller, saveId, deviceId))),
          ),
        ),
      listAllSaves: async ({ deviceId }) =>
        await ask(() => games.flatMap(({ romId }) => list(caller, romId, deviceId))),
      listSavesOf: async () => null,
      readLine: async () => null,
      listSaveIds: async () => await ask(() => expectGranted(rules.saves.identifiers(caller)) as SaveId[]),
      trackSave: async ({ saveId, deviceId }) =>
        toRow(await ask(() => expectGranted(rules.saves.track(caller, saveId, deviceId)))),
      untrackSave: async ({ saveId, deviceId }) =>
        toRow(await ask(() => expectGranted(rules.saves.untrack(caller, saveId, deviceId)))),
      sizeLimit: () => null,
      findRom: async ({ romId }) => {
        const known = await ask(() => rules.database.roms.find((rom) => rom.id === romId));
        return known === undefined ? null : { romId, platformSlug: "gba", fsName: known.fs_name };
      },
    };
  }

  /** Whatever stands in the slot when RomM gets to it, it acts on what it saw at the check. */
  async function overlapping(p: {
    caller: Caller;
    upload: Parameters<RommRules["saves"]["upload"]>[1];
    between: (at: number) => Promise<void>;
  }) {
    const pending = expectGranted(rules.saves.beginUpload(p.caller, p.upload));
    await p.between(0);
    pending.write();
    await p.between(1);
    pending.hash();
    const { saves } = rules.database;
    const row = changing(() => expectGranted(pending.record()));
    const left = new Set(rules.database.saves.map(({ id }) => id));
    const gone = saves.filter(({ id }) => !left.has(id));
    return { row, cleaned: gone.map(toSimRow) };
  }

  /** A clock that was set back makes a new row the oldest: then it is the one that goes. */
  function cleaned(
    { account, game, slot }: { account: number; game: number; slot: string },
    { before, newId }: { before: SimRow[]; newId: number },
  ) {
    const ids = rows(account, game, slot).map(({ id }) => id);
    const gone = before.filter(({ id }) => !ids.includes(id));
    const lowest = Math.min(...ids);
    const wentBack = !ids.includes(newId) || gone.some(({ id }) => id > lowest);
    return { cleanedUp: gone.map(({ text }) => text), wentBack };
  }

  function slotOf(account: number, game: number, slot = firstSlot) {
    return recordsOf(account, game)
      .filter((save) => isSameSlot(save.slot as Slot | null, slot as Slot))
      .sort((a, b) => a.id - b.id);
  }

  const decks: DeviceId[] = [];
  return {
    rules,
    games,
    register(account, name) {
      const request = { name, hostname: name, platform: "Linux" };
      const id = expectGranted(rules.devices.register(callerOf(account), request)).device_id as DeviceId;
      decks.push(id);
      return id;
    },
    decks,
    forDeck,
    listNow: (account, deviceId) =>
      new Map(games.map(({ romId }) => [romId, list(callerOf(account), romId, deviceId)])),
    rows,
    slots: (account, game) => {
      const named = recordsOf(account, game)
        .sort((a, b) => a.id - b.id)
        .flatMap(({ slot }) => slot ?? []);
      return named.filter(
        (slot, at) => named.findIndex((one) => isSameSlot(one as Slot, slot as Slot)) === at,
      );
    },
    allTexts: () => rules.database.saves.map((save) => textOf(bytesOf(save)) ?? ""),
    sha256Of: (saveId) => {
      const save = rules.database.saves.find(({ id }) => id === saveId);
      const bytes = save && rules.files.read(`${save.file_path}/${save.file_name}`);
      return bytes ? createHash("sha256").update(bytes).digest("hex") : null;
    },
    redate: (row) =>
      changing(() => {
        const { saves } = rules.database;
        const save = saves[row % Math.max(1, saves.length)];
        if (save) save.updated_at = Math.floor(clock() / 1000) * 1000;
      }),
    update: () => changing(() => rules.admin.update("5.2.0")),
    rehash: () =>
      changing(() => {
        // As if an older release had left them without a hash: each row gets one, and a new date.
        for (const save of rules.database.saves)
          if (rules.files.has(`${save.file_path}/${save.file_name}`)) save.content_hash = null;
        rules.admin.recomputeHashes();
      }),
    backUp: () => {
      backup = rules.snapshot();
    },
    restore: () => changing(() => rules.restore(backup)),
    playInBrowser: ({ account, game, below }, play) =>
      changing(() => {
        const save = slotOf(account, game).at(-1 - below) ?? null;
        const before = save && textOf(rules.files.read(`${save.file_path}/${save.file_name}`));
        // The web player knows no archives.
        const isPlain = gameAt(game).location === "file" && before?.startsWith("PK") === false;
        if (!save || !isPlain) return;
        const bytes = new TextEncoder().encode(play(before));
        expectGranted(rules.saves.update(callerOf(account), save.id, { bytes }));
      }),
    uploadByHand: (account, game, { slot: into, bytes }) =>
      changing(() => {
        const fileName = rowNameOf(gameAt(game));
        const upload = { romId: gameAt(game).romId, slot: into, fileName, bytes };
        rules.saves.upload(callerOf(account), upload);
      }),
    loseFile: (account, game) =>
      changing(() => {
        const save = slotOf(account, game).at(-1) ?? null;
        const path = save && `${save.file_path}/${save.file_name}`;
        const bytes = path === null ? null : rules.files.read(path);
        if (path === null || bytes === null) return;
        lostFiles.set(path, bytes);
        rules.files.remove(path);
      }),
    putBackFiles: () =>
      changing(() => {
        const paths = new Set(rules.database.saves.map((save) => `${save.file_path}/${save.file_name}`));
        for (const [path, bytes] of lostFiles)
          if (paths.has(path) && !rules.files.has(path)) rules.files.write(path, bytes);
        lostFiles.clear();
      }),
    removeRom: (game) => changing(() => rules.admin.removeRom(gameAt(game).romId)),
    rescanRom: (game) =>
      changing(() => {
        const { romId: id, fsName } = gameAt(game);
        if (!rules.database.roms.some((rom) => rom.id === id))
          rules.admin.addRom({ id, platform: "gba", fsName });
      }),
  };
}

const noCaller: Caller = { userId: 0, scopes: [], deviceId: null };
const noGame: SimGame = { letter: "?", location: "file", romId: 0 as RomId, fsName: "?" };
