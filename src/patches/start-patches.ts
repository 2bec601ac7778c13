import type { Savepoint } from "../hooks/savepoint.ts";
import { patchGameMenu } from "./game-menu.tsx";
import { type PatchHook, patchGamePage } from "./game-page.tsx";

/** Adds to Steam's own interface what can be added; each part alone, so that one that is gone takes no other with it. */
export function startPatches(savepoint: Savepoint, routerHook: PatchHook | undefined): () => void {
  const { notAdded } = savepoint;
  const stops = [
    attempt(
      () => patchGamePage(routerHook, savepoint),
      () => notAdded.add("line"),
    ),
    attempt(
      () => patchGameMenu(savepoint),
      () => notAdded.add("entry"),
    ),
  ];
  return () => {
    for (const stop of stops) attempt(stop);
  };
}

function attempt<T>(add: () => T, onFailed = () => {}): T | (() => void) {
  try {
    return add();
  } catch (error) {
    console.info("[Savepoint] Steam changed.", error);
    onFailed();
    return () => {};
  }
}
