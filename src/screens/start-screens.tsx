import type { ComponentType } from "react";
import { FocusRows } from "../focus/FocusRows.tsx";
import { type Savepoint, SavepointContext } from "../hooks/savepoint.ts";
import { listRunningApps } from "../steam/running-apps.ts";
import { playingOf } from "../stores/topics.ts";
import { navigate, showModal } from "../ui/decky-ui.ts";
import { openDialog } from "../ui/open-dialog.tsx";
import { createScreens, type Screens } from "./open-screen.ts";
import { routePatterns } from "./routes.ts";
import { RoutedScreen, Screen } from "./Screen.tsx";

/** Decky's routes, as much of them as is used; absent after an update that broke them. */
interface RouterHook {
  addRoute(path: string, component: ComponentType, props?: { exact?: boolean }): void;
  removeRoute(path: string): void;
}

/** Puts Savepoint's pages below Steam's own paths; `stop` takes them out again. */
export function startScreens(deps: {
  parts: Omit<Savepoint, "screens">;
  routerHook: RouterHook | undefined;
}): { screens: Screens; stop(): void } {
  const { parts, routerHook } = deps;
  const hasRoutes = typeof routerHook?.addRoute === "function";
  const screens = createScreens({
    navigate: hasRoutes ? navigate : null,
    showDialog:
      showModal === null
        ? null
        : (route) =>
            void openDialog(savepoint, (close) => (
              <FocusRows page="dialog">
                <Screen route={route} onDone={close} />
              </FocusRows>
            )),
    isGameRunning: () => isGameRunning(parts),
  });
  const savepoint: Savepoint = { ...parts, screens };
  const page = pageOf(savepoint);
  if (hasRoutes) for (const pattern of routePatterns) routerHook.addRoute(pattern, page, { exact: true });
  return {
    screens,
    stop: () => {
      if (hasRoutes) for (const pattern of routePatterns) routerHook.removeRoute(pattern);
    },
  };
}

/** Steam draws it outside of the menu, so it brings what its components may use. */
function pageOf(savepoint: Savepoint): ComponentType {
  return () => (
    <SavepointContext value={savepoint}>
      <RoutedScreen />
    </SavepointContext>
  );
}

/** By Steam's list; where Steam does not tell, by what Savepoint knows of its own games. */
function isGameRunning({ overview }: Pick<Savepoint, "overview">): boolean {
  const apps = listRunningApps();
  if (apps !== null) return apps.length > 0;
  const known = overview.read().overview;
  return known !== null && playingOf(known) !== null;
}
