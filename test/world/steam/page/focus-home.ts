import { layers } from "./dfl/dialogs.tsx";
import { place } from "./dfl/navigation.tsx";
import { focusFirst } from "./gamepad/move.ts";

/** What has the gamepad now: the topmost dialog or menu, else the Quick Access Menu, else the page. */
export function topLayer(): Element | null {
  const top = layers.read().at(-1);
  if (top !== undefined) return document.querySelector(`[data-layer="${top.id}"]`);
  const quickAccess = place.read().isQuickAccessOpen ? document.querySelector(".qam") : null;
  return quickAccess ?? document.querySelector(".main");
}

/**
 * Steam gives the focus to what opens, and back to what had it when that closes. If that element is gone meanwhile, nothing
 * has the focus until the next direction is pressed, as in Steam.
 */
export function keepFocusHome(): void {
  const before = new WeakMap<Element, Element>();
  let current: Element | null = null;
  document.addEventListener("focusin", ({ target }) => {
    const layer = topLayer();
    if (target instanceof Element && layer?.contains(target)) before.set(layer, target);
  });
  const follow = () =>
    setTimeout(() => {
      const layer = topLayer();
      if (layer === null || layer === current) return;
      current = layer;
      if (layer.contains(document.activeElement)) return;
      const had = before.get(layer);
      if (had === undefined) focusFirst(layer);
      else if (had.isConnected && had instanceof HTMLElement) had.focus();
    }, 0);
  layers.subscribe(follow);
  place.subscribe(() => {
    const path = place.read().paths.at(-1);
    if (path !== lastPath) current = null;
    lastPath = path;
    follow();
  });
  let lastPath = place.read().paths.at(-1);
  follow();
}
