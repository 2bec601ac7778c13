/**
 * The law: who mashes A decides nothing. A dialog about a launch or about saves takes a press only when it has stood for
 * 500 ms and nothing was pressed for 400 ms; every press, also a refused one, starts the second anew. A page that stood
 * still counts as one that was just opened: what was pressed meanwhile is heard of late, and bears no time of its own.
 */
export interface PressGuard {
  /** The page is alive; to be called every `tickMs`. */
  tick(nowMs: number): void;
  note(press: Press): void;
  /** Whether the press that is being handled at this moment may do something. */
  allows(nowMs: number): boolean;
  /** When a press would be taken, if none comes before. */
  opensAtMs(): number;
}

/** One event of a press: Steam makes up to three of one, all at the same thing. */
export interface Press {
  pressedAtMs: number;
  heardAtMs: number;
  at: unknown;
}

export const tickMs = 100;

export function createPressGuard(openedAtMs: number): PressGuard {
  let standsSinceMs = openedAtMs;
  let lastTickMs = openedAtMs;
  let lastPressMs = Number.NEGATIVE_INFINITY;
  let last: (Press & { firstMs: number; isAllowed: boolean }) | null = null;

  const opensAtMs = () => Math.max(standsSinceMs + standsForMs, lastPressMs + quietForMs);
  const tick = (nowMs: number) => {
    if (nowMs - lastTickMs > stallMs) standsSinceMs = nowMs;
    lastTickMs = nowMs;
  };
  const note = (press: Press) => {
    tick(press.heardAtMs);
    const { pressedAtMs } = press;
    const isSame = last !== null && last.at === press.at && pressedAtMs - last.firstMs < samePressMs;
    if (last !== null && isSame) last = { ...last, heardAtMs: press.heardAtMs };
    else last = { ...press, firstMs: pressedAtMs, isAllowed: pressedAtMs >= opensAtMs() };
    lastPressMs = Math.max(lastPressMs, pressedAtMs);
  };
  return {
    tick,
    note,
    allows: (nowMs) => {
      // A handler runs in the same turn as the events of its press; without them it is a press of its own.
      if (last === null || nowMs - last.heardAtMs >= samePressMs)
        note({ pressedAtMs: nowMs, heardAtMs: nowMs, at: null });
      return last?.isAllowed ?? false;
    },
    opensAtMs,
  };
}

const standsForMs = 500;
const quietForMs = 400;
/** Nobody presses twice within this. */
const samePressMs = 50;
/** A page that is this late with its own timer was busy. */
const stallMs = 300;
