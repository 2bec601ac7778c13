import { join } from "node:path";
import type { SessionHolder } from "../account/session.ts";
import type { RomCandidate } from "../contract/saves/scan.ts";
import type { AccountId } from "../core/vocabulary.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import { readSteamShortcuts } from "../files/steam-shortcuts.ts";
import { readLabelledPlaces } from "../history/last-places.ts";
import type { Disk } from "../machine/disk.ts";
import type { Romm } from "../romm/client.ts";
import { placesIn } from "../shortcuts/places-in.ts";
import type { RomLibrary, ScanDeps } from "../shortcuts/scan-deps.ts";

/** What is left when the state is lost: Steam's shortcuts, the kept copies, the snapshots and the credentials. */
interface Remains {
  environment: Environment;
  disk: Disk;
  state: OpenState;
  credentials: CredentialsFile;
}

export function toScanDeps({ disk, state, environment }: Remains, session: SessionHolder): ScanDeps {
  const { homeFolder, runtimeFolder } = environment;
  return {
    store: state.store,
    session: session.current,
    async readSteamShortcuts() {
      const found = await readSteamShortcuts(disk, homeFolder);
      if (found.kind === "no-steam") return { ok: false, error: { ...found, kind: "steam-not-found" } };
      const [damaged] = found.unreadable;
      if (damaged && found.shortcuts.length === 0)
        return { ok: false, error: { kind: "steam-unreadable", ...damaged } };
      return { ok: true, value: found.shortcuts };
    },
    readLastPlaces: async () => {
      const labelled = await readLabelledPlaces(disk, join(runtimeFolder, "history"));
      const places = [...placesIn(await state.readSnapshots()), ...labelled];
      return places.sort((a, b) => b.atMs - a.atMs);
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
export function toLibrary({ roms }: Romm): RomLibrary {
  return { listRoms: (signal) => listCandidates(roms, signal) };
}

async function* listCandidates(roms: Romm["roms"], signal: AbortSignal): AsyncGenerator<RomCandidate[]> {
  for await (const page of roms.list({ hasRaId: null, platformIds: [], searchTerm: null }, signal)) {
    yield page.map(({ romId, name, fsName, fsNameNoExt, platformSlug }) => {
      return { romId, name: name ?? fsNameNoExt, fsName, platformSlug };
    });
  }
}
