import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { SessionHolder } from "../account/session.ts";
import type { ScanProgress } from "../contract/saves/scan.ts";
import type { AccountId } from "../core/vocabulary.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenState } from "../documents/state-store.ts";
import { createRetrodeckFiles } from "../emulators/retrodeck/files.ts";
import type { Environment } from "../environment.ts";
import { createRomContents } from "../files/rom-contents.ts";
import { readSteamShortcuts } from "../files/steam-shortcuts.ts";
import { readLabelledPlaces } from "../history/last-places.ts";
import { createFinder } from "../locations/find/finder.ts";
import { findPlaces } from "../locations/propose.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { LastPlace, RomLibrary } from "../ports/rom-library.ts";
import type { Romm } from "../romm/client.ts";
import { createRecogniser } from "../shortcuts/recognise/recognise-with-files.ts";
import type { ScanDeps, UnreadableSource } from "../shortcuts/scan/deps.ts";
import { placesIn } from "../shortcuts/scan/places-in.ts";
import { createScans } from "../shortcuts/scan/scans.ts";
import { createSearch } from "../shortcuts/scan/search.ts";
import { inflate } from "./inflate.ts";
import { createPlaceCalls } from "./places.ts";

/** What is left when the state is lost: Steam's shortcuts, the kept copies, the snapshots and the credentials. */
interface Remains {
  environment: Environment;
  disk: Disk;
  state: OpenState;
  credentials: CredentialsFile;
}

interface ScanGround extends Remains {
  log: Log;
  emit: (event: "scan", progress: ScanProgress) => void;
}

export function createScanParts(ground: ScanGround, session: SessionHolder) {
  const { disk, environment, state } = ground;
  const scanDeps = toScanDeps(ground, session);
  const scans = createScans(scanDeps);
  const places = createPlaceCalls({
    ...{ environment, disk, session, scans, store: state.store },
    createRecogniser: () => recogniserOf(ground),
    readLastPlaces: scanDeps.readLastPlaces,
  });
  return { scans, places, searchRoms: createSearch({ session: session.current }) };
}

function recogniserOf({ disk, environment: { homeFolder } }: Pick<Remains, "disk" | "environment">) {
  return createRecogniser({ homeFolder, retrodeck: createRetrodeckFiles(disk, homeFolder) });
}

function toScanDeps({ disk, log, emit, state, environment }: ScanGround, session: SessionHolder): ScanDeps {
  const { homeFolder, runtimeFolder } = environment;
  return {
    store: state.store,
    session: session.current,
    contents: createRomContents(disk),
    createRecogniser: () => recogniserOf({ disk, environment }),
    createPlaceFinder() {
      const finder = createFinder({ disk, homeFolder, inflate });
      return (target, rom) => findPlaces(finder, target, rom);
    },
    newId: randomUUID,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    progressed: (progress) => emit("scan", progress),
    log,
    async readSteamShortcuts() {
      const found = await readSteamShortcuts(disk, homeFolder);
      if (found.kind === "no-steam") return { ok: false, error: { ...found, kind: "steam-not-found" } };
      const [damaged] = found.unreadable;
      if (damaged && found.shortcuts.length === 0)
        return { ok: false, error: { kind: "steam-unreadable", ...damaged } };
      return { ok: true, value: found };
    },
    async readLastPlaces() {
      const unreadable: UnreadableSource[] = [];
      const orNone = async (path: string, work: () => Promise<LastPlace[]>) => {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          unreadable.push({ path, detail: error.message });
          return [];
        }
      };
      const history = join(runtimeFolder, "history");
      const labelled = await orNone(history, () => readLabelledPlaces(disk, history));
      const snapshots = join(runtimeFolder, "snapshots");
      const kept = await orNone(snapshots, async () => placesIn(await state.readSnapshots()));
      return { places: [...kept, ...labelled].sort((a, b) => b.atMs - a.atMs), unreadable };
    },
  };
}

/** Who was signed in before the state was lost, if the credentials are one account's only; null: not told. */
export function knownAccount({ state, credentials }: Remains): AccountId | null {
  const isWritable = !["read-only", "unreadable"].includes(state.health().kind);
  const [accountId, another] = credentials.accountIds();
  const isKnown = isWritable && state.store.current().activeAccount === null && another === undefined;
  return isKnown ? (accountId ?? null) : null;
}

/** RomM's roms, as matching needs them. */
export function toLibrary({ library, platforms }: Romm): RomLibrary {
  return {
    ...library,
    async platforms(signal) {
      return (await platforms(signal)).map(({ platformId, slug, folder, name }) => {
        return { platformId, platformSlug: slug, platformFolder: folder, platformName: name };
      });
    },
  };
}
