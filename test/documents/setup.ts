import type { AccountState, SavepointState, Unit } from "../../backend/core/state.ts";
import type {
  AccountId,
  AppId,
  ContentHash,
  DeviceId,
  RomId,
  SaveId,
  Sha256,
  Slot,
  UnitId,
} from "../../backend/core/vocabulary.ts";
import { openStateStore } from "../../backend/documents/state-store.ts";
import type { Disk } from "../../backend/machine/disk.ts";
import type { Log, LogFacts } from "../../backend/machine/log.ts";
import { createWorldTime, type WorldTime } from "../world/engine/time.ts";

/** Where the documents of a test lie, on a model disk or below a scratch folder. */
export const folder = "/data";

export interface Line {
  level: keyof Log;
  message: string;
  facts: LogFacts | undefined;
}

/** What a document needs beside a disk; `lines` is what it logged. */
export function setupDeps(disk: Disk, time: WorldTime = createWorldTime()) {
  const lines: Line[] = [];
  const write = (level: keyof Log) => (message: string, facts?: LogFacts) =>
    void lines.push({ level, message, facts });
  const log: Log = { error: write("error"), warn: write("warn"), info: write("info"), debug: write("debug") };
  return { disk, clock: time.clock(), log, time, lines };
}

/** A start of the backend on the disk, as far as the state is concerned. */
export function openOn(disk: Disk, time?: WorldTime) {
  return openStateStore(setupDeps(disk, time), { folder });
}

export const account = accountNamed("http://romm.lan#1");

export function accountNamed(name: string): AccountId {
  return name as AccountId;
}

const slot = "autosave" as Slot;

/** A unit that was synced, with a proven baseline. */
function unitOf(number: number): Unit {
  const path = `/home/deck/saves/Game ${number} (Ünïcode, USA).srm`;
  const row = {
    id: number as SaveId,
    createdAtMs: 1000,
    contentHash: "0123456789abcdef".repeat(2) as ContentHash,
  };
  return {
    unitId: `unit ${number}` as UnitId,
    rom: { romId: number as RomId, platformSlug: "snes", fsName: `Game ${number}.sfc` },
    slot,
    location: { kind: "file", path, emulator: "snes9x" },
    isTracked: true,
    baseline: {
      romId: number as RomId,
      slot,
      realPath: path,
      sha256: number.toString(16).padStart(64, "0") as Sha256,
      sizeBytes: 8192,
      row,
      chosenSha256: null,
      parentSaveId: null,
      isTrusted: true,
      isStored: true,
      agreedAtMs: 2000,
    },
    seen: { [number]: { contentHash: row.contentHash, createdAtMs: row.createdAtMs } },
    intent: null,
    late: [],
    owed: { confirm: { saveId: row.id, contentHash: row.contentHash } },
    postponed: null,
  };
}

/** An account with the shortcuts of these numbers. */
export function accountWith(numbers: number[], changes: Partial<AccountState> = {}): AccountState {
  const units = numbers.map(unitOf);
  const shortcuts = units.map((unit, index) => {
    const appId = (0x80000000 + (numbers[index] ?? 0)) as AppId;
    const launch = { exe: '"/usr/bin/retroarch"', startDir: "", options: `"${unit.rom.fsName}"` };
    return { appId, name: unit.rom.fsName, unitId: unit.unitId, launch, registeredAtMs: 3000 };
  });
  return {
    origin: "http://romm.lan",
    username: "ash",
    deviceId: "7b0c" as DeviceId,
    deviceName: "Deck",
    serverVersion: "5.2.0",
    clearedAtMs: null,
    shortcut_registry: Object.fromEntries(shortcuts.map((shortcut) => [shortcut.appId, shortcut])),
    units: Object.fromEntries(units.map((unit) => [unit.unitId, unit])),
    ...changes,
  };
}

/** A state whose active account has the shortcuts of these numbers. */
export function stateWith(numbers: number[], changes: Partial<AccountState> = {}): SavepointState {
  return {
    activeAccount: account,
    accounts: { [account]: accountWith(numbers, changes) },
    lastWriterByPath: {},
  };
}

/** The numbers of the registered shortcuts: what most tests ask about a state. */
export function numbersIn(state: SavepointState, id: AccountId = account): number[] {
  const registered = state.accounts[id]?.shortcut_registry ?? {};
  return Object.values(registered).map((shortcut) => shortcut.appId - 0x80000000);
}

/** Whether any baseline of the account is still believed. */
export function hasProven(state: SavepointState, id: AccountId = account): boolean {
  return Object.values(state.accounts[id]?.units ?? {}).some((unit) => unit.baseline?.isTrusted);
}

export async function put(disk: Disk, path: string, content: Uint8Array | string): Promise<void> {
  await disk.makeFolder(path.slice(0, path.lastIndexOf("/")));
  await disk.remove(path);
  const file = await disk.create(path);
  await file.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
  await file.sync();
  await file.close();
  await disk.syncFolder(path.slice(0, path.lastIndexOf("/")));
}

export async function readText(disk: Disk, path: string): Promise<string | null> {
  const bytes = await disk.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
