/**
 * The law: who mashes A decides nothing. A dialog about a launch or about saves takes a press only when it has stood for
 * 500 ms and nothing was pressed for 400 ms; every press, also a refused one, starts the second anew.
 */
export interface PressGuard {
  /** A press was made at `pressedAtMs` and is heard of at `nowMs`; several events of one press count once. */
  note(pressedAtMs: number, nowMs: number): void;
  /** Whether the press that is being handled at this moment may do something. */
  allows(nowMs: number): boolean;
  /** When a press would be taken, if none comes before. */
  opensAtMs(): number;
}

export function createPressGuard(openedAtMs: number): PressGuard {
  let lastPressMs = Number.NEGATIVE_INFINITY;
  let press: { firstMs: number; heardAtMs: number; isAllowed: boolean } | null = null;
  const opensAtMs = () => Math.max(openedAtMs + standsForMs, lastPressMs + quietForMs);
  const note = (pressedAtMs: number, nowMs: number) => {
    if (press !== null && pressedAtMs - press.firstMs < samePressMs) press.heardAtMs = nowMs;
    else press = { firstMs: pressedAtMs, heardAtMs: nowMs, isAllowed: pressedAtMs >= opensAtMs() };
    lastPressMs = Math.max(lastPressMs, pressedAtMs);
  };
  return {
    note,
    allows: (nowMs) => {
      // A handler runs in the same turn as the events of its press; without them it is a press of its own.
      if (press === null || nowMs - press.heardAtMs >= samePressMs) note(nowMs, nowMs);
      return press?.isAllowed ?? false;
    },
    opensAtMs,
  };
}

const standsForMs = 500;
const quietForMs = 400;
/** Steam makes up to three events of one press, one after the other; nobody presses twice within this. */
const samePressMs = 50;
