import { cloneElement, type ReactElement } from "react";
import { type Savepoint, SavepointContext } from "../hooks/savepoint.ts";
import { pageParts } from "../ui/decky-ui.ts";
import { SectionBoundary } from "../ui/SectionBoundary.tsx";
import { at } from "./at.ts";
import { GameLine } from "./GameLine.tsx";
import { unharmed } from "./unharmed.ts";

/** Steam's route as Decky hands it to a patch. */
interface SteamRoute {
  path: string;
  children: ReactElement<{ renderFunc?: unknown }>;
}

type RoutePatch = (route: SteamRoute) => SteamRoute;

/** Decky's patches of routes, as much of them as is used; absent after an update that broke them. */
export interface PatchHook {
  addPatch(path: string, patch: RoutePatch): RoutePatch;
  removePatch(path: string, patch: RoutePatch): void;
}

const appRoute = "/library/app/:appid";

/**
 * Puts a line about the save on Steam's page of a game, right above Play. The page draws in three steps, of which each
 * only hands the next one on: the route's function, the component it draws, and the container in that one's drawing.
 */
export function patchGamePage(hook: PatchHook | undefined, savepoint: Savepoint): () => void {
  if (hook === undefined || pageParts === null) throw new Error("A part is gone.");
  const { find, patchDrawing, containerClass } = pageParts;
  let isOn = true;
  const isContainer = (node: unknown) =>
    Array.isArray(at(node, "props", "children")) &&
    String(at(node, "props", "className")).includes(containerClass);
  const addLine = unharmed((_, drawn) => {
    const children = isOn && at(find(drawn, isContainer), "props", "children");
    if (Array.isArray(children)) put(savepoint, children);
    return drawn;
  });
  const changePage = unharmed(
    patchDrawing(
      [
        (tree) =>
          at(
            find(tree, (node) => appIdOf(at(node, "props", "children")) > 0),
            "props",
            "children",
          ),
      ],
      addLine,
    ),
  );
  const patch: RoutePatch = (route) => {
    const draw = at(route, "children", "props", "renderFunc");
    if (typeof draw !== "function") return route;
    const renderFunc = (...args: unknown[]) => changePage(args, draw(...args));
    return { ...route, children: cloneElement(route.children, { renderFunc }) };
  };
  hook.addPatch(appRoute, patch);
  return () => {
    isOn = false;
    hook.removePatch(appRoute, patch);
  };
}

/** Above the part that holds Play and everything below it; once. */
function put(savepoint: Savepoint, children: unknown[]): void {
  const panel = children.findIndex((child) => appIdOf(at(child, "props", "children")) > 0);
  const appId = appIdOf(at(children[panel], "props", "children"));
  if (appId === 0 || children.some((child) => at(child, "key") === ourKey)) return;
  children.splice(
    panel,
    0,
    <SavepointContext key={ourKey} value={savepoint}>
      <SectionBoundary text={null} retryKey={appId}>
        <GameLine appId={appId} />
      </SectionBoundary>
    </SavepointContext>,
  );
}

const ourKey = "savepoint";

/** The app that an element is about; 0: none. */
function appIdOf(element: unknown): number {
  return Number(at(element, "props", "overview", "appid") ?? 0);
}
