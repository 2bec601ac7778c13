import { isLike, isNumber } from "../shape.ts";
import type { Press } from "./press-guard.ts";

/**
 * Hears every press of A in a window, also those that nothing there answers. A press is as old as its event: what waited
 * for a busy page was made earlier than it is heard of.
 */
export function onPresses(
  { ownerDocument }: Element,
  now: () => number,
  listener: (press: Press) => void,
): () => void {
  const hear = (event: Event) => {
    if (!isPress(event)) return;
    const ageMs = (ownerDocument.defaultView?.performance.now() ?? event.timeStamp) - event.timeStamp;
    const heardAtMs = now();
    listener({ pressedAtMs: heardAtMs - Math.max(0, ageMs), heardAtMs, at: event.target });
  };
  for (const name of pressEvents) ownerDocument.addEventListener(name, hear, true);
  return () => {
    for (const name of pressEvents) ownerDocument.removeEventListener(name, hear, true);
  };
}

/** Steam's own events of a gamepad, and what they lead to; a keyboard's Enter is A. */
const pressEvents = ["vgp_onbuttondown", "vgp_onok", "keydown", "click"];

function isPress(event: Event): boolean {
  if (event.type === "keydown") return ["Enter", " "].includes(String(Reflect.get(event, "key")));
  if (event.type !== "vgp_onbuttondown") return true;
  return isButtonDown(event) && event.detail.button === okButton;
}

const isButtonDown = isLike({ detail: isLike({ button: isNumber }) });
/** Steam's `GamepadButton.OK`. */
const okButton = 1;
