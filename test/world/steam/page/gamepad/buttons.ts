/** Steam's numbers of the buttons (`GamepadButton`), and the keys that stand for them here. */
export const buttons = {
  ok: 1,
  cancel: 2,
  secondary: 3,
  options: 4,
  bumperLeft: 5,
  bumperRight: 6,
  up: 9,
  down: 10,
  left: 11,
  right: 12,
  menu: 14,
  quickAccess: 28,
} as const;

export type ButtonName = keyof typeof buttons;

export const keys: Record<string, ButtonName> = {
  Enter: "ok",
  Escape: "cancel",
  x: "secondary",
  y: "options",
  "[": "bumperLeft",
  "]": "bumperRight",
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  o: "menu",
  q: "quickAccess",
};

/** What Steam calls its own events for five of them, and the handlers that hear them. */
export const heard = {
  ok: { event: "vgp_onok", handler: "onOKButton", hint: "onOKActionDescription" },
  cancel: { event: "vgp_oncancel", handler: "onCancelButton", hint: "onCancelActionDescription" },
  secondary: {
    event: "vgp_onsecondaryaction",
    handler: "onSecondaryButton",
    hint: "onSecondaryActionDescription",
  },
  options: { event: "vgp_onoptions", handler: "onOptionsButton", hint: "onOptionsActionDescription" },
  menu: { event: "vgp_onmenu", handler: "onMenuButton", hint: "onMenuActionDescription" },
} as const;

export type HeardButton = keyof typeof heard;

export function isHeard(name: ButtonName): name is HeardButton {
  return Object.hasOwn(heard, name);
}
