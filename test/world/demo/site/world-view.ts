import type { SaveId } from "../../../../backend/contract/words.ts";
import type { Deck } from "../../deck/deck.ts";
import { decodeSave, type PlaySession } from "../../emulator/sessions.ts";
import type { NetworkState } from "../../network/proxy.ts";
import type { DeckName, DemoWorld } from "../demo-world.ts";
import { labelSession } from "../lost-sessions.ts";

/** What the demo's page shows around the two Decks, read from the server's rows and from the Decks' disks. */
export interface WorldView {
  server: string;
  rows: RowView[];
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

export interface DeckView {
  name: DeckName;
  title: string;
  network: NetworkState;
  requests: number;
  saves: { gameName: string; sessions: string[]; isRunning: boolean }[];
  keptCopies: number;
}

/** Looks again on each call; a row's content is read once, since rows do not change. */
export function createWorldViewer(world: DemoWorld): () => Promise<WorldView> {
  const contents = new Map<SaveId, PlaySession[] | null>();
  const sessionsOf = async (saveId: SaveId) => {
    const known = contents.get(saveId);
    if (known !== undefined) return known;
    const bytes = await world.romm.view.content(saveId);
    const sessions = bytes === null ? null : decodeSave(bytes);
    contents.set(saveId, sessions);
    return sessions;
  };
  const viewRows = async (): Promise<RowView[]> => {
    const { view, roms, slot } = world.romm;
    const perRom = roms.map(async ({ romId, name }) => {
      const rows = await view.listRows(romId, slot);
      return Promise.all(
        rows.map(async ({ saveId, savedAtMs, sizeBytes, originDeviceId }, index) => ({
          saveId,
          gameName: name,
          deck: originDeviceId === null ? null : world.deckOfDevice(originDeviceId),
          savedAtMs,
          sizeBytes,
          sessions: (await sessionsOf(saveId))?.map(labelSession) ?? null,
          isHead: index === 0,
        })),
      );
    });
    return (await Promise.all(perRom)).flat().sort((one, other) => other.saveId - one.saveId);
  };
  return async () => ({
    server: world.romm.label,
    rows: await viewRows(),
    decks: await Promise.all((["a", "b"] as const).map((name) => viewDeck(name, world))),
  });
}

async function viewDeck(name: DeckName, world: DemoWorld): Promise<DeckView> {
  const deck: Deck = world.deck(name);
  return {
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
