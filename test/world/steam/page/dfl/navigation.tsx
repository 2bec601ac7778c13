import type { ComponentType } from "react";
import { createSignal } from "../signal.ts";

/** Where Steam is: the paths behind it, the present one last, and whether the Quick Access Menu lies over it. */
export const place = createSignal<{ paths: string[]; isQuickAccessOpen: boolean }>({
  paths: ["/library"],
  isQuickAccessOpen: true,
});

export const routes = createSignal<ReadonlyMap<string, ComponentType>>(new Map());

export const Navigation = {
  Navigate: (path: string) => place.set({ ...place.read(), paths: [...place.read().paths, path] }),
  NavigateBack: () => {
    const { paths } = place.read();
    if (paths.length > 1) place.set({ ...place.read(), paths: paths.slice(0, -1) });
  },
  CloseSideMenus: () => place.set({ ...place.read(), isQuickAccessOpen: false }),
  OpenQuickAccessMenu: () => place.set({ ...place.read(), isQuickAccessOpen: true }),
};

/** The part of Decky's `routerHook` that plugins' own pages need. */
export const routerHook = {
  addRoute: (path: string, component: ComponentType) =>
    routes.set(new Map(routes.read()).set(path, component)),
  removeRoute: (path: string) => {
    const left = new Map(routes.read());
    left.delete(path);
    routes.set(left);
  },
};

/** The page of a path, and what its colons stand for. As in Steam's router a pattern without end matches what is below it. */
export function matchRoute(
  path: string,
): { component: ComponentType; params: Record<string, string> } | null {
  const parts = path.split("/");
  for (const [pattern, component] of routes.read()) {
    const wanted = pattern.split("/");
    const params: Record<string, string> = {};
    const isMatch = wanted.every((want, index) => {
      const part = parts[index];
      if (!want.startsWith(":")) return part === want;
      if (part === undefined) return want.endsWith("?");
      params[want.slice(1).replace("?", "")] = decodeURIComponent(part);
      return true;
    });
    if (isMatch) return { component, params };
  }
  return null;
}

export function useParams(): Record<string, string> {
  return matchRoute(place.read().paths.at(-1) ?? "")?.params ?? {};
}
