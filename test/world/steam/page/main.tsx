import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";
import * as ReactDOM from "react-dom";
import { createRoot } from "react-dom/client";
import { createDecky } from "./decky.ts";
import { dfl } from "./dfl/dfl.ts";
import { place } from "./dfl/navigation.tsx";
import { keepFocusHome, topLayer } from "./focus-home.ts";
import { listenToGamepad } from "./gamepad/gamepad.ts";
import { isKeyboardOpen } from "./keyboard.tsx";
import type { LoadedPlugin } from "./quick-access.tsx";
import { Shell } from "./shell.tsx";
import { createSignal } from "./signal.ts";
import { createSteam } from "./steam-client.ts";
import { connectWire } from "./wire.ts";

/** Plays Steam and Decky for one Deck: sets the globals, then loads the real plugin bundle as Decky does. */
const options = new URLSearchParams(location.search);
const deck = location.pathname.split("/").at(-2) ?? "deck";
const wire = connectWire(new URL("ws", location.href).href.replace(/^http/, "ws"));
const steam = createSteam(wire, { isDesktop: options.get("ui") === "desktop" });
const gone = new Set((options.get("without") ?? "").split(","));
const decky = createDecky(wire, gone);

separateDatabases(deck);
Object.assign(globalThis, {
  SP_REACT: React,
  SP_REACTDOM: ReactDOM,
  SP_JSX: jsxRuntime,
  DFL: options.get("dfl") === "none" ? {} : without(dfl),
  SteamClient: steam.client,
  SteamUIStore: {
    get RunningApps() {
      return steam.apps
        .read()
        .filter((app) => app.isRunning)
        .map((app) => ({ appid: app.appId }));
    },
  },
  appStore: {
    GetAppOverviewByAppID: (appId: number) => {
      const app = steam.apps.read().find((each) => each.appId === appId);
      return app === undefined ? null : { appid: appId, display_name: app.name };
    },
  },
  LocalizationManager: { m_rgLocalesToUse: [options.get("language") ?? "en-US"] },
  __DECKY_SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED_deckyLoaderAPIInit: decky.apiInit,
});

/** What an update of Steam took away: the names in `?without=`, separated by commas. */
function without<T extends object>(all: T): Partial<T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !gone.has(name))) as Partial<T>;
}

/** All Decks of a demo share one origin, and real Decks share nothing: each gets databases of its own. */
function separateDatabases(prefix: string): void {
  const open = indexedDB.open.bind(indexedDB);
  Object.defineProperty(indexedDB, "open", {
    value: (name: string, version?: number) => open(`${prefix}/${name}`, version),
  });
}

async function loadPlugin(): Promise<LoadedPlugin | Error> {
  try {
    const { default: definePlugin } = await import(
      new URL(`plugin/dist/index.js?t=${Date.now()}`, location.href).href
    );
    return definePlugin();
  } catch (error) {
    console.error(error);
    return error instanceof Error ? error : new Error(String(error));
  }
}

const root = document.getElementById("steam");
if (root !== null) {
  listenToGamepad({
    top: topLayer,
    isTyping: isKeyboardOpen.read,
    openKeyboard: () => isKeyboardOpen.set(true),
    closeKeyboard: () => isKeyboardOpen.set(false),
    toggleQuickAccess: () =>
      place.set({ ...place.read(), isQuickAccessOpen: !place.read().isQuickAccessOpen }),
  });
  keepFocusHome();
  const name = options.get("name") ?? `Deck ${deck.toUpperCase()}`;
  const plugin = createSignal(await loadPlugin());
  createRoot(root).render(<Shell name={name} steam={steam} decky={decky} plugin={plugin} />);
  window.addEventListener("decky-unload", () => {
    const old = plugin.read();
    if (!(old instanceof Error)) old.onDismount?.();
  });
  // As Decky Loader after an update: the old plugin goes, the new one comes.
  window.addEventListener("decky-reload", async () => {
    const old = plugin.read();
    if (!(old instanceof Error)) old.onDismount?.();
    plugin.set(await loadPlugin());
  });
}
