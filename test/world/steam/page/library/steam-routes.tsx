import { cloneElement, createElement, memo, type ReactElement, type ReactNode, useMemo } from "react";
import type { SteamApp } from "../../serve-decks.ts";
import {
  appRoute,
  patches,
  patchesOf,
  type RoutePatch,
  type RouteProps,
  useParams,
} from "../dfl/navigation.tsx";
import { type Signal, useSignal } from "../signal.ts";
import type { SteamStandIn } from "../steam-client.ts";
import { appFrame } from "./app-page.tsx";
import { isGone } from "./is-gone.ts";

/** Drawn anew, and with a new component around it, whenever a plugin adds or removes a patch. */
export function AppRoute({ steam }: { steam: SteamStandIn }) {
  const all = useSignal(patches);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what it is about.
  return useMemo(() => patchRoute(appRouteOf(steam), patchesOf(appRoute)), [steam, all]);
}

/** The page of an app: the route brings a function that draws, and it is called at each drawing. */
function appRouteOf(steam: SteamStandIn): RouteProps {
  const draw = (app: SteamApp | undefined) => appFrame(app, steam);
  const given = isGone("function") ? { drawApp: draw } : { renderFunc: draw };
  return { path: appRoute, children: <RouteBody apps={steam.apps} {...given} /> };
}

interface RouteBodyProps {
  apps: Signal<SteamApp[]>;
  renderFunc?: (app: SteamApp | undefined) => ReactNode;
  drawApp?: (app: SteamApp | undefined) => ReactNode;
}

const RouteBody = memo(({ apps, renderFunc, drawApp }: RouteBodyProps) => {
  const { appid } = useParams();
  return (renderFunc ?? drawApp)?.(useSignal(apps).find(({ appId }) => appId === Number(appid)));
});

/**
 * As Decky's router does it (decky-loader, `router-hook.tsx`): each patch gets a copy of the route, the first one's with a
 * component around Steam's, and what it answers is drawn. Nothing guards the page from a patch that throws.
 */
function patchRoute({ path, children }: RouteProps, all: readonly RoutePatch[]): ReactElement {
  let drawn = children;
  let isFirst = true;
  for (const patch of all) {
    const { type } = drawn;
    const wrapped = isFirst ? (props: object) => createElement(type, props) : type;
    drawn = patch({ path, children: { ...cloneElement(drawn), type: wrapped } }).children;
    isFirst = false;
  }
  return drawn;
}
