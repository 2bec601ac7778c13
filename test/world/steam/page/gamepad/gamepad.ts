import { type ButtonName, buttons, type HeardButton, heard, isHeard, keys } from "./buttons.ts";
import { focusFirst, moveFocus } from "./move.ts";
import { nodeOf } from "./nodes.ts";

/** What lies on top and has the gamepad: a menu, a dialog, the Quick Access Menu, else the page. */
export interface Layers {
  top(): Element | null;
  /** The on-screen keyboard is up: keys go into the field. */
  isTyping(): boolean;
  openKeyboard(): void;
  closeKeyboard(): void;
  toggleQuickAccess(): void;
}

/** Keys stand for the gamepad's buttons, and do what Steam does with those; only typing into a field is typing. */
export function listenToGamepad(layers: Layers): void {
  window.addEventListener(
    "keydown",
    (event) => {
      const name = keys[event.key];
      if (layers.isTyping() && isField(document.activeElement)) {
        if (name === "cancel" || name === "ok") layers.closeKeyboard();
        if (name === "cancel") event.preventDefault();
        return;
      }
      // The keyboard goes with its field.
      if (layers.isTyping()) layers.closeKeyboard();
      // Without the keyboard nothing can be typed, and a gamepad's button is no key: the page hears Steam's events only.
      event.preventDefault();
      event.stopPropagation();
      if (name !== undefined) press(layers, name, event.repeat);
    },
    true,
  );
}

function press(layers: Layers, name: ButtonName, isRepeat: boolean): void {
  const layer = layers.top();
  if (layer === null) return;
  if (name === "quickAccess") {
    layers.toggleQuickAccess();
    return;
  }
  const active = document.activeElement;
  // Where nothing has the focus, what is on top as a whole still hears.
  const root = layer.querySelector("[data-nav]") ?? layer;
  const target =
    active !== null && layer.contains(active) ? active : layer.matches("[data-nav]") ? layer : root;
  const down = tell(target, "vgp_onbuttondown", name, isRepeat);
  tellNodes(layer, target, down);
  if (down.defaultPrevented) return;
  if (name === "up" || name === "down" || name === "left" || name === "right") {
    const direction = tell(target, "vgp_ondirection", name, isRepeat);
    if (!direction.defaultPrevented) moveFocus(layer, name);
  } else if (isHeard(name) && !isRepeat) answer(layers, layer, target, name);
}

/** The nearest node above that answers the button; A presses what can be pressed, and opens the keyboard for a field. */
function answer(layers: Layers, layer: Element, target: Element, name: HeardButton): void {
  const event = tell(target, heard[name].event, name, false);
  for (let element: Element | null = target; element !== null; element = element.parentElement) {
    const handler = nodeOf(element)?.[heard[name].handler];
    if (handler !== undefined) {
      handler(event);
      return;
    }
    if (element === layer) break;
  }
  if (name !== "ok") return;
  if (isField(target)) layers.openKeyboard();
  else if (target instanceof HTMLElement && target.matches("[data-focus]")) target.click();
  else focusFirst(layer);
}

/** Every node above hears of a button, unless one of them ends it. */
function tellNodes(layer: Element, target: Element, event: CustomEvent): void {
  for (let element: Element | null = target; element !== null; element = element.parentElement) {
    nodeOf(element)?.onButtonDown?.(event);
    if (event.cancelBubble || element === layer) return;
  }
}

function tell(target: Element, type: string, name: ButtonName, isRepeat: boolean): CustomEvent {
  const detail = { button: buttons[name], is_repeat: isRepeat, source: 0 };
  const event = new CustomEvent(type, { bubbles: true, cancelable: true, detail });
  target.dispatchEvent(event);
  return event;
}

function isField(element: Element | null): boolean {
  return element instanceof HTMLInputElement;
}
