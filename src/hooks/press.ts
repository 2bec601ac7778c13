import { useRef } from "react";
import { useSavepoint } from "./savepoint.ts";

/**
 * Both handlers of a row for one effect. Which of them Steam calls for the A button, a tap or a click differs between its
 * versions, and some call both for one press.
 */
export function usePress(run: () => void): { onClick(): void; onActivate(): void } {
  const { clock } = useSavepoint();
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  const press = () => {
    const nowMs = clock.now();
    if (nowMs - lastMs.current < samePressMs) return;
    lastMs.current = nowMs;
    run();
  };
  return { onClick: press, onActivate: press };
}

const samePressMs = 250;
