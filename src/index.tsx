import { addEventListener, call, definePlugin, removeEventListener, toaster } from "@decky/api";
import { TbDeviceFloppy } from "react-icons/tb";
import { BackendError, type BridgeCall, createBackend } from "./backend.ts";
import { realClock } from "./clock.ts";
import { createFocusMemory } from "./focus/focus-memory.ts";
import { type Savepoint, SavepointContext } from "./hooks/savepoint.ts";
import { startLaunchWatch } from "./launch/launch-watch.ts";
import { createActions } from "./overview/actions.ts";
import { listenToBackend } from "./overview/listen.ts";
import { createOverviewMemory } from "./overview/overview-memory.ts";
import { createOverviewStore } from "./overview/overview-store.ts";
import { Panel } from "./panel/Panel.tsx";
import { listLanguages } from "./steam/language.ts";
import { createToasts } from "./toasts.tsx";
import { createFormats } from "./words/format.ts";
import { justNow, labels, language } from "./words/labels.ts";
import { troubles } from "./words/problems.ts";

/** Decky calls it once per load; everything that is started here is stopped in reverse when the plugin goes. */
export default definePlugin(() => {
  const bridge: BridgeCall = call;
  const backend = createBackend({ call: bridge, clock: realClock });
  const overview = createOverviewStore({ backend, memory: createOverviewMemory(), clock: realClock });
  const actions = createActions((error) => {
    overview.refresh();
    return troubles[error instanceof BackendError ? error.code : "internal"];
  });
  const formats = createFormats({ language, justNow, languages: listLanguages() });
  const focus = createFocusMemory();
  const savepoint: Savepoint = { backend, overview, actions, clock: realClock, formats, focus };
  const toasts = createToasts(toaster);

  const stops = [
    overview.start(),
    listenToBackend({ events: { addEventListener, removeEventListener }, overview, onNotice: toasts.notice }),
    startLaunchWatch({ savepoint, toasts }),
  ];
  return {
    name: labels.name,
    icon: <TbDeviceFloppy />,
    content: (
      <SavepointContext value={savepoint}>
        <Panel />
      </SavepointContext>
    ),
    onDismount: () => {
      for (const stop of stops.reverse()) stop();
    },
  };
});
