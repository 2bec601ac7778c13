import type { ComponentType } from "react";
import { FocusRows } from "../focus/FocusRows.tsx";
import { type Savepoint, SavepointContext } from "../hooks/savepoint.ts";
import { listRunningApps } from "../steam/running-apps.ts";
import { navigate, useRouteParams } from "../ui/decky-ui.ts";
import { openDialog } from "../ui/open-dialog.tsx";
import { createScreens, type Screens } from "./open-screen.ts";
import { routePatterns, type ScreenRoute } from "./routes.ts";
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
  const { parts } = deps;
  const routes = routesOf(deps.routerHook);
  const screens = createScreens({
    navigate: routes === null ? null : navigate,
    showDialog: (route) => showAsDialog(savepoint, route),
    isGameRunning: () => isGameRunning(parts),
  });
  const savepoint: Savepoint = { ...parts, screens };
  if (routes !== null) {
    const page = pageOf(savepoint, routes.useParams);
    for (const pattern of routePatterns) routes.hook.addRoute(pattern, page, { exact: true });
  }
  return {
    screens,
    stop: () => {
      for (const pattern of routePatterns) routes?.hook.removeRoute(pattern);
    },
  };
}

/** Null: without one of its parts a route would lead nowhere, or to a page that does not know what it is about. */
function routesOf(hook: RouterHook | undefined) {
  if (typeof hook?.addRoute !== "function" || useRouteParams === null || navigate === null) return null;
  return { hook, useParams: useRouteParams };
}

/** False: this Steam opens none. */
function showAsDialog(savepoint: Savepoint, route: ScreenRoute): boolean {
  const dialog = openDialog(savepoint, (close) => (
    <FocusRows page="dialog">
      <Screen route={route} onDone={close} />
    </FocusRows>
  ));
  return dialog !== null;
}

/** Steam draws it outside of the menu, so it brings what its components may use. */
function pageOf(savepoint: Savepoint, useParams: NonNullable<typeof useRouteParams>): ComponentType {
  return () => (
    <SavepointContext value={savepoint}>
      <RoutedScreen useParams={useParams} />
    </SavepointContext>
  );
}

/** By Steam's list; where Steam does not tell, by what Savepoint knows of its own games. */
function isGameRunning({ overview }: Pick<Savepoint, "overview">): boolean {
  const apps = listRunningApps();
  if (apps !== null) return apps.length > 0;
  return (overview.read().overview?.playing ?? null) !== null;
}
