import { nameOfPlace, placeAt } from "../../../../backend/core/shapes/shapes.ts";
import type { AccountState, SavepointState, Unit } from "../../../../backend/core/state.ts";
import type {
  AccountId,
  AppId,
  DeviceId,
  SaveLocation,
  Slot,
  UnitId,
} from "../../../../backend/core/vocabulary.ts";
import type { SimGame } from "../server/sim-server.ts";
import { setExtensions } from "./save-files.ts";

const slot = "autosave" as Slot;

export function accountIdOf(account: number): AccountId {
  return `sim#${account + 1}` as AccountId;
}

export function locationOf({ letter, location: kind }: SimGame): SaveLocation {
  const emulator = "retroarch";
  if (kind === "memory-card") return { kind: "file", path: "/card/saves/shared_card_1.mcd", emulator };
  if (kind === "folders") return { kind, parent: "/card/saves", prefix: `${letter}-`, emulator };
  return kind === "file"
    ? { kind, path: `/card/saves/${letter}.srm`, emulator }
    : { kind, folder: "/card/saves", match: { stem: letter, extensions: setExtensions }, emulator };
}

export function gameAt(games: SimGame[], game: number): SimGame {
  const one = games[game % games.length];
  if (!one) throw new Error(`No game ${game}.`);
  return one;
}

/** Where the same place stands while the card is out. */
export function onUnmounted(place: SaveLocation): SaveLocation {
  return placeAt(place, nameOfPlace(place).replace("/card", "/unmounted"));
}

export function unitIdOfGame(game: SimGame): UnitId {
  return `unit of ${game.letter}` as UnitId;
}

/** A Deck on which every account has signed in once and registered every game; the first one is signed in. */
export function firstState(p: {
  deviceIds: DeviceId[];
  games: SimGame[];
  serverVersion: string;
}): SavepointState {
  const accounts = p.deviceIds.map((deviceId, account) => [accountIdOf(account), accountOf(p, deviceId)]);
  return {
    activeAccount: accountIdOf(0),
    lastWriterByPath: {},
    accounts: Object.fromEntries(accounts),
  };
}

function accountOf(
  { games, serverVersion }: { games: SimGame[]; serverVersion: string },
  deviceId: DeviceId,
): AccountState {
  const shortcuts = games.map((game, index) => {
    const appId = (index + 1) as AppId;
    const name = game.letter;
    return [appId, { appId, name, unitId: unitIdOfGame(game), launch: null, registeredAtMs: 0 }] as const;
  });
  const units = games.map((game) => [unitIdOfGame(game), unitOf(game)] as const);
  return {
    ...{ origin: "sim", username: "player", deviceId, deviceName: "Deck", serverVersion },
    clearedAtMs: null,
    shortcut_registry: Object.fromEntries(shortcuts),
    units: Object.fromEntries(units),
  };
}

function unitOf(game: SimGame): Unit {
  return {
    unitId: unitIdOfGame(game),
    rom: { romId: game.romId, platformSlug: "gba", fsName: game.fsName },
    slot,
    location: locationOf(game),
    isTracked: true,
    baseline: null,
    seen: {},
    intent: null,
    late: [],
    owed: {},
    postponed: null,
  };
}

/** As every recovery leaves it: nothing is sent on the word of an old baseline, and no old mark is believed but that of an exchange. */
export function unproven(state: SavepointState): SavepointState {
  return mapUnits(state, (unit) => ({
    ...unit,
    baseline: unit.baseline && { ...unit.baseline, isTrusted: false },
    intent:
      unit.intent?.kind === "pull" && unit.intent.swap
        ? { ...unit.intent, source: { kind: "forgotten" as const } }
        : null,
    late: [],
    owed: { look: { sinceMs: 0 } },
  }));
}

function mapUnits(state: SavepointState, change: (unit: Unit) => Unit): SavepointState {
  return mapAccounts(state, (account) => {
    const units = Object.entries(account.units).map(([unitId, unit]) => [unitId, change(unit)] as const);
    return { ...account, units: Object.fromEntries(units) };
  });
}

export function mapAccounts(
  state: SavepointState,
  change: (account: AccountState) => AccountState,
): SavepointState {
  const accounts = Object.entries(state.accounts).map(([id, one]) => [id, change(one)] as const);
  return { ...state, accounts: Object.fromEntries(accounts) };
}
