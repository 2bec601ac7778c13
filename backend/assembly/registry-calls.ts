import type { BackendApi } from "../contract/backend-api.ts";
import type { ChangedPart } from "../contract/events.ts";
import type { RegisterError, Shortcut } from "../contract/saves/shortcut.ts";
import { activeAccount } from "../core/units.ts";
import type { AppId, Outcome } from "../core/vocabulary.ts";
import { resolvePath, whyUnusable } from "../locations/resolve.ts";
import type { RomLibrary } from "../ports/rom-library.ts";
import type { ServerSession } from "../ports/session.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { createListing } from "../shortcuts/listing.ts";
import { createMovedRoms } from "../shortcuts/moved-roms.ts";
import { createPreviews, type PreviewDeps } from "../shortcuts/preview.ts";
import { createRegistry } from "../shortcuts/registry.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { PlaceCare } from "./place-care.ts";

interface RegistryParts {
  deps: SyncDeps;
  session: () => (ServerSession & { library: RomLibrary }) | null;
  engine: Pick<SyncEngine, "interruptFor" | "previewUnits" | "versions" | "unlinkedUnits">;
  scans: { roms: PreviewDeps["knownRoms"] };
}

/** What ties shortcuts to roms, and what shows beforehand what that leads to. */
export function createRegistryParts({ deps, session, engine, scans }: RegistryParts) {
  const { disk } = deps;
  const places: PreviewDeps["places"] = {
    resolve: (path) => resolvePath(disk, path),
    whyUnusable: (save) => whyUnusable(disk, save),
  };
  const { interruptFor, previewUnits } = engine;
  return {
    registry: createRegistry({
      ...{ ...deps, session, places, interruptFor },
      keepLive: engine.versions.keepLive,
    }),
    movedRoms: createMovedRoms({ store: deps.store, session, unlinked: engine.unlinkedUnits }),
    previews: createPreviews({ ...deps, session, places, knownRoms: scans.roms, previewUnits }),
  };
}

type RegistryCalls = Pick<
  BackendApi,
  | "previewBindings"
  | "registerShortcuts"
  | "unregisterShortcuts"
  | "changeRom"
  | "findMovedRoms"
  | "followRoms"
  | "clearRegistry"
  | "listShortcuts"
  | "setSaveLocation"
>;

interface CallParts extends ReturnType<typeof createRegistryParts> {
  listing: ReturnType<typeof createListing>;
  placeCare: Pick<PlaceCare, "answered">;
  store: SyncDeps["store"];
  lookSoon: () => void;
  changed: (part: ChangedPart) => void;
}

/** The registry, as the panel changes it. A run that had to stop for a change goes on behind it. */
export function registryCalls(parts: CallParts): RegistryCalls {
  const { registry, previews, listing, lookSoon, changed, placeCare, store } = parts;

  async function oneOf(appId: AppId): Promise<Outcome<Shortcut, RegisterError>> {
    const shortcut = await listing.one(appId);
    return shortcut ? { ok: true, value: shortcut } : refused({ kind: "unknown-shortcut", appId });
  }

  return {
    previewBindings: ({ bindings }) => previews.preview(bindings),
    async registerShortcuts({ bindings }) {
      const outcome = await registry.register(bindings);
      if (!outcome.ok) return outcome;
      lookSoon();
      changed("saves");
      const registered = new Set(bindings.map((binding) => binding.appId));
      const shortcuts = await listing.list();
      return { ok: true, value: shortcuts.filter((shortcut) => registered.has(shortcut.appId)) };
    },
    async unregisterShortcuts({ appIds }) {
      const outcome = await registry.unregister(appIds);
      lookSoon();
      changed("saves");
      return outcome;
    },
    async changeRom(p) {
      const outcome = await registry.changeRom(p);
      if (outcome.ok) lookSoon();
      changed("saves");
      return outcome.ok ? await oneOf(p.appId) : outcome;
    },
    findMovedRoms: parts.movedRoms,
    async followRoms({ moves }) {
      const outcome = await registry.follow(moves);
      lookSoon();
      changed("saves");
      if (!outcome.ok) return outcome;
      const followed = new Set(moves.map(({ appId }) => appId));
      const shortcuts = await listing.list();
      return { ok: true, value: shortcuts.filter(({ appId }) => followed.has(appId)) };
    },
    async clearRegistry() {
      const outcome = await registry.clear();
      changed("saves");
      return outcome;
    },
    listShortcuts: () => listing.list(),
    async setSaveLocation({ appId, save }) {
      const outcome = await registry.relocate(appId, save);
      const unitId = activeAccount(store.current())?.account.shortcut_registry[appId]?.unitId;
      if (outcome.ok && unitId !== undefined) await placeCare.answered(unitId);
      lookSoon();
      changed("saves");
      return outcome.ok ? await oneOf(appId) : outcome;
    },
  };
}

function refused(error: RegisterError): { ok: false; error: RegisterError } {
  return { ok: false, error };
}
