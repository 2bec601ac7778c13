import type { SessionHolder } from "../account/session.ts";
import type { BackendApi } from "../contract/backend-api.ts";
import { RommError } from "../core/romm-error.ts";
import { activeAccount, unitOfApp } from "../core/units.ts";
import type { AppId, RomId, SaveLocation } from "../core/vocabulary.ts";
import type { Environment } from "../environment.ts";
import { createPlaceCheck } from "../locations/check.ts";
import { createFinder } from "../locations/find/finder.ts";
import type { WantedRom } from "../locations/find/found.ts";
import { createProposals } from "../locations/propose.ts";
import { resolvePath, whyUnusable } from "../locations/resolve.ts";
import type { Disk } from "../machine/disk.ts";
import type { StateStore } from "../ports/state-store.ts";
import { checkPlaces } from "../shortcuts/check-places.ts";
import type { Recogniser } from "../shortcuts/recognise/recognise-with-files.ts";
import type { LastPlaces } from "../shortcuts/scan/deps.ts";
import type { Scans } from "../shortcuts/scan/scans.ts";
import { inflate } from "./inflate.ts";

interface PlaceGround {
  environment: Environment;
  disk: Disk;
  store: StateStore;
  session: SessionHolder;
  scans: Scans;
  createRecogniser: () => Recogniser;
  readLastPlaces: () => Promise<LastPlaces>;
}

export type PlaceCalls = Pick<BackendApi, "proposePlaces" | "checkPlace">;

/** Where saves may be, for the panel: finding reads this Deck alone, and changes nothing. */
export function createPlaceCalls(ground: PlaceGround): PlaceCalls {
  const { disk, store, environment } = ground;
  const places = {
    resolve: (path: string) => resolvePath(disk, path),
    whyUnusable: (save: Parameters<typeof whyUnusable>[1]) => whyUnusable(disk, save),
  };
  const findIn = () => createFinder({ disk, homeFolder: environment.homeFolder, inflate });
  return {
    proposePlaces: createProposals({
      ...{ store, createFinder: findIn },
      recognise: (command) => ground.createRecogniser().recognise(command),
      romOf: (romId) => romOf(ground, romId),
      askRom: (romId) => askRom(ground, romId),
      lastPlaces: (p) => lastPlaces(ground, p),
    }),
    checkPlace: createPlaceCheck({
      ...{ store, createFinder: findIn, whyUnusable: places.whyUnusable },
      sizeLimit: () => ground.session.current()?.server.sizeLimit() ?? null,
      async ownerOf({ appId, romId, save }) {
        const account = activeAccount(store.current())?.account;
        if (!account) return null;
        const own = unitOfApp(account, appId);
        const rom = romId ?? own?.rom.romId ?? (0 as RomId);
        const unit = Object.values(account.units).find((one) => one.rom.romId === rom) ?? own;
        const binding = { appId, romId: rom, name: "", save };
        const clash = await checkPlaces(places, account, [{ binding, unitId: unit?.unitId ?? nobody }]);
        return clash?.kind === "location-taken" ? clash.by : null;
      },
    }),
  };
}

const nobody = "" as Parameters<typeof checkPlaces>[2][number]["unitId"];

/** What the last scan or the registry knows of a rom. */
function romOf({ store, scans }: PlaceGround, romId: RomId): WantedRom | null {
  const seen = scans.current()?.matches.flatMap(({ candidates }) => candidates);
  const candidate = seen?.find((one) => one.romId === romId);
  const account = activeAccount(store.current())?.account;
  const unit = Object.values(account?.units ?? {}).find(({ rom }) => rom.romId === romId);
  const platformSlug = candidate?.platformSlug ?? unit?.rom.platformSlug;
  return platformSlug === undefined ? null : { platformSlug, ids: candidate?.saveIds ?? [] };
}

/** The player waits for the page. */
const askRomMs = 5_000;

async function askRom({ session }: PlaceGround, romId: RomId): Promise<WantedRom | null> {
  try {
    const rom = await session.current()?.library.find({ romId }, AbortSignal.timeout(askRomMs));
    return rom ? { platformSlug: rom.platformSlug, ids: rom.saveIds ?? [] } : null;
  } catch (error) {
    if (error instanceof RommError) return null;
    throw error;
  }
}

async function lastPlaces(
  { store, readLastPlaces }: PlaceGround,
  { appId, romId }: { appId: AppId; romId: RomId | undefined },
): Promise<SaveLocation[]> {
  const accountId = activeAccount(store.current())?.accountId;
  const { places } = await readLastPlaces();
  const own = places.filter((one) => one.accountId === accountId);
  return own
    .filter((one) => (romId === undefined ? one.appIds.includes(appId) : one.romId === romId))
    .map(({ location }) => location);
}
