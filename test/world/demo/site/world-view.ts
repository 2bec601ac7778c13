import type { Overview } from "../../../../backend/contract/overview.ts";
import type { SaveId } from "../../../../backend/contract/words.ts";
import type { Deck } from "../../deck/deck.ts";
import { decodeSave, type PlaySession } from "../../emulator/sessions.ts";
import type { NetworkState } from "../../network/proxy.ts";
import type { DeckName, DemoWorld } from "../demo-world.ts";
import { labelSession } from "../lost-sessions.ts";
import type { ShownPairing } from "./pairing-watch.ts";

/** What the demo's page shows around the two Decks, read from the server's rows and from the Decks' disks. */
export interface WorldView {
  server: string;
  rows: RowView[];
  devices: DeviceView[];
  decks: DeckView[];
}

export interface RowView {
  saveId: number;
  gameName: string;
  /** Null: saved by a device that is none of the two. */
  deck: DeckName | null;
  savedAtMs: number;
  sizeBytes: number;
  /** Labels such as `A1`; null: bytes that are no save of this world. */
  sessions: string[] | null;
  isHead: boolean;
}

/** As RomM lists it. */
export interface DeviceView {
  name: string;
  /** Null: it is none of the two. */
  deck: DeckName | null;
  lastSeenMs: number | null;
}

export interface DeckView {
  name: DeckName;
  title: string;
  network: NetworkState;
  /** Answers come slowly. */
  isSlow: boolean;
  isSignedIn: boolean;
  /** Its games are in Savepoint's list. */
  hasGames: boolean;
  /** Where this Deck finds RomM, as a player would type it. */
  address: string;
  pairing: ShownPairing | null;
  requests: number;
  saves: { gameName: string; sessions: string[]; isRunning: boolean }[];
  keptCopies: number;
}

/** Looks again on each call; a row's content is read once, since rows do not change. */
export function createWorldViewer(
  world: DemoWorld,
  pairingOf: (name: DeckName) => ShownPairing | null,
): () => Promise<WorldView> {
  const contents = new Map<SaveId, PlaySession[] | null>();
  const sessionsOf = async (saveId: SaveId) => {
    const known = contents.get(saveId);
    if (known !== undefined) return known;
    const bytes = await world.romm.view.content(saveId);
    const sessions = bytes === null ? null : decodeSave(bytes);
    contents.set(saveId, sessions);
    return sessions;
  };
  const viewRows = async (deckOf: (deviceId: string | null) => DeckName | null): Promise<RowView[]> => {
    const { view, roms, slot } = world.romm;
    const perRom = roms.map(async ({ romId, name }) => {
      const rows = await view.listRows(romId, slot);
      return Promise.all(
        rows.map(async ({ saveId, savedAtMs, sizeBytes, originDeviceId }, index) => ({
          saveId,
          gameName: name,
          deck: deckOf(originDeviceId),
          savedAtMs,
          sizeBytes,
          sessions: (await sessionsOf(saveId))?.map(labelSession) ?? null,
          isHead: index === 0,
        })),
      );
    });
    return (await Promise.all(perRom)).flat().sort((one, other) => other.saveId - one.saveId);
  };
  // A Deck that signed out is still the one that made its rows.
  const deckByDevice = new Map<string | null, DeckName>();
  const deckOf = (deviceId: string | null) => deckByDevice.get(deviceId) ?? null;
  return async () => {
    const overviews = new Map<DeckName, Overview>();
    for (const name of ["a", "b"] as const) {
      const overview = await world.deck(name).backend.getOverview({});
      overviews.set(name, overview);
      if (overview.connection.kind === "connected") deckByDevice.set(overview.connection.deviceId, name);
    }
    const devices = await world.romm.view.listDevices();
    return {
      server: world.romm.label,
      rows: await viewRows(deckOf),
      devices: devices.map(({ deviceId, name, lastSeenMs }) => ({
        name,
        lastSeenMs,
        deck: deckOf(deviceId),
      })),
      decks: await Promise.all(
        [...overviews].map(async ([name, overview]) => ({
          ...(await viewDeck(name, world, overview)),
          pairing: pairingOf(name),
        })),
      ),
    };
  };
}

async function viewDeck(
  name: DeckName,
  world: DemoWorld,
  { connection, counts }: Overview,
): Promise<Omit<DeckView, "pairing">> {
  const deck: Deck = world.deck(name);
  return {
    isSlow: Number.isFinite(deck.network.bytesPerSecond()),
    isSignedIn: connection.kind === "connected",
    hasGames: Object.values(counts).some((count) => count > 0),
    address: new URL(deck.network.origin).host,
    name,
    title: deck.title,
    network: deck.network.state(),
    requests: world.requestCounts()[name],
    saves: await Promise.all(
      deck.games.map(async (game) => ({
        gameName: game.name,
        sessions: (await sessionsOnDisk(deck, game)).map(labelSession),
        isRunning: deck.isRunning(game),
      })),
    ),
    keptCopies: (await deck.keptCopies()).length,
  };
}

async function sessionsOnDisk(deck: Deck, game: Deck["games"][number]): Promise<PlaySession[]> {
  const bytes = await deck.saveBytes(game);
  return bytes === null ? [] : (decodeSave(bytes) ?? []);
}
