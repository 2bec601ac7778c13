import {
  addEventListener,
  call,
  definePlugin,
  openFilePicker,
  removeEventListener,
  routerHook,
  toaster,
} from "@decky/api";
import { TbDeviceFloppy } from "react-icons/tb";
import { BackendError, type BridgeCall, createBackend } from "./backend.ts";
import { realClock } from "./clock.ts";
import { createFocusMemory } from "./focus/focus-memory.ts";
import { type Savepoint, SavepointContext } from "./hooks/savepoint.ts";
import { startLaunchWatch } from "./launch/launch-watch.ts";
import { startPatches } from "./patches/start-patches.ts";
import type { SteamAddition } from "./patches/steam-addition.ts";
import { QuickAccess } from "./quick-access/QuickAccess.tsx";
import { createAddStore } from "./screens/add/add-store.ts";
import { createFoundStore } from "./screens/found/found-store.ts";
import { createStartStore } from "./screens/start/start-state.ts";
import { startScreens } from "./screens/start-screens.tsx";
import { onConditions } from "./steam/conditions.ts";
import { listLanguages } from "./steam/language.ts";
import { createActions } from "./stores/actions.ts";
import { createDismissed } from "./stores/dismissed.ts";
import { listenToBackend } from "./stores/listen.ts";
import { createLists } from "./stores/lists.ts";
import { createOverviewMemory } from "./stores/overview-memory.ts";
import { createOverviewStore } from "./stores/overview-store.ts";
import { createScanStore } from "./stores/scan-store.ts";
import { createSettingsStore } from "./stores/settings-store.ts";
import { tellConditions } from "./stores/tell-conditions.ts";
import { createToasts } from "./toasts.tsx";
import { createFormats } from "./words/format.ts";
import { commonWords, language, troubles } from "./words/words.ts";

/** Decky calls it once per load; everything that is started here is stopped in reverse when the plugin goes. */
export default definePlugin(() => {
  const bridge: BridgeCall = call;
  const backend = createBackend({ call: bridge, clock: realClock });
  const overview = createOverviewStore({ backend, memory: createOverviewMemory(), clock: realClock });
  const lists = createLists({ backend, clock: realClock });
  const actions = createActions((error) => {
    overview.refresh();
    return troubles[error instanceof BackendError ? error.code : "internal"].title;
  });
  const formats = createFormats({ language, justNow: commonWords.justNow, languages: listLanguages() });
  const parts = {
    backend,
    overview,
    lists,
    actions,
    dismissed: createDismissed(),
    clock: realClock,
    formats,
    focus: createFocusMemory(),
    start: createStartStore(),
    settings: createSettingsStore({ backend }),
    scan: createScanStore({ backend }),
    found: createFoundStore(),
    add: createAddStore(),
    filePicker: openFilePicker ?? null,
    notAdded: new Set<SteamAddition>(),
  };
  const { screens, stop: stopScreens } = startScreens({ parts, routerHook });
  const savepoint: Savepoint = { ...parts, screens };
  const toasts = createToasts({
    toaster,
    open: screens.open,
    isWanted: (message) => parts.settings.read()?.messages[message] !== false,
    clock: realClock,
  });

  const stops = [
    overview.start(),
    tellConditions({ backend, overview, follow: onConditions }),
    listenToBackend({
      events: { addEventListener, removeEventListener },
      overview,
      lists,
      scan: parts.scan,
      onNotice: toasts.notice,
    }),
    startLaunchWatch({ savepoint, toasts, events: { addEventListener, removeEventListener } }),
    stopScreens,
    startPatches(savepoint, routerHook),
  ];
  return {
    name: commonWords.savepoint,
    icon: <TbDeviceFloppy />,
    content: (
      <SavepointContext value={savepoint}>
        <QuickAccess />
      </SavepointContext>
    ),
    onDismount: () => {
      for (const stop of stops.reverse()) stop();
    },
  };
});
