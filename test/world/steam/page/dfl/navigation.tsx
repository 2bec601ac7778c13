import type { ComponentType, ReactElement } from "react";
import { createSignal } from "../signal.ts";

/** A route as Decky hands it to a patch, and takes it back. */
export interface RouteProps {
  path: string;
  children: ReactElement;
}

export type RoutePatch = (route: RouteProps) => RouteProps;

/** Where Steam is: the paths behind it, the present one last, and whether the Quick Access Menu lies over it. */
export const place = createSignal<{ paths: string[]; isQuickAccessOpen: boolean }>({
  paths: ["/library"],
  isQuickAccessOpen: true,
});

export const routes = createSignal<ReadonlyMap<string, ComponentType>>(new Map());

/** What plugins change in Steam's own pages, in the order in which they came. */
export const patches = createSignal<ReadonlyMap<string, readonly RoutePatch[]>>(new Map());

export const Navigation = {
  Navigate: (path: string) => place.set({ ...place.read(), paths: [...place.read().paths, path] }),
  NavigateBack: () => {
    const { paths } = place.read();
    if (paths.length > 1) place.set({ ...place.read(), paths: paths.slice(0, -1) });
  },
  CloseSideMenus: () => place.set({ ...place.read(), isQuickAccessOpen: false }),
  OpenQuickAccessMenu: () => place.set({ ...place.read(), isQuickAccessOpen: true }),
};

/** The part of Decky's `routerHook` for plugins' own pages and for patches of Steam's. */
export const routerHook = {
  addRoute: (path: string, component: ComponentType) =>
    routes.set(new Map(routes.read()).set(path, component)),
  removeRoute: (path: string) => {
    const left = new Map(routes.read());
    left.delete(path);
    routes.set(left);
  },
  addPatch: (path: string, patch: RoutePatch) => {
    patches.set(new Map(patches.read()).set(path, [...patchesOf(path), patch]));
    return patch;
  },
  removePatch: (path: string, patch: RoutePatch) => {
    const left = patchesOf(path).filter((other) => other !== patch);
    patches.set(new Map(patches.read()).set(path, left));
  },
};

export function patchesOf(path: string): readonly RoutePatch[] {
  return patches.read().get(path) ?? [];
}

/** The page of a path, and what its colons stand for. As in Steam's router a pattern without end matches what is below it. */
export function matchRoute(
  path: string,
): { component: ComponentType; params: Record<string, string> } | null {
  for (const [pattern, component] of routes.read()) {
    const params = matchPath(pattern, path);
    if (params !== null) return { component, params };
  }
  return null;
}

export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const parts = path.split("/");
  const params: Record<string, string> = {};
  const isMatch = pattern.split("/").every((want, index) => {
    const part = parts[index];
    if (!want.startsWith(":")) return part === want;
    if (part === undefined) return want.endsWith("?");
    params[want.slice(1).replace("?", "")] = decodeURIComponent(part);
    return true;
  });
  return isMatch ? params : null;
}

export const appRoute = "/library/app/:appid";

export function useParams(): Record<string, string> {
  const path = place.read().paths.at(-1) ?? "";
  return matchPath(appRoute, path) ?? matchRoute(path)?.params ?? {};
}
