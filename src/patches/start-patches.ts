import type { Savepoint } from "../hooks/savepoint.ts";
import { patchGameMenu } from "./game-menu.tsx";
import { type PatchHook, patchGamePage } from "./game-page.tsx";

/** Adds to Steam's own interface what can be added; each part alone, so that one that is gone takes no other with it. */
export function startPatches(savepoint: Savepoint, routerHook: PatchHook | undefined): () => void {
  const stops = [
    attempt("line on a game's page", () => patchGamePage(routerHook, savepoint)),
    attempt("entry in a game's menu", () => patchGameMenu(savepoint)),
  ];
  return () => {
    for (const stop of stops) attempt("way to take off what was added", stop);
  };
}

function attempt<T>(what: string, add: () => T): T | (() => void) {
  try {
    return add();
  } catch (error) {
    console.info(`[Savepoint] Steam changed: no ${what}.`, error);
    return () => {};
  }
}
