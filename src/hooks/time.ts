import { useEffect, useState } from "react";
import { useSavepoint } from "./savepoint.ts";

/** The time, for "5 minutes ago": moves on twice a minute. */
export function useNow(): number {
  const { clock } = useSavepoint();
  const [nowMs, setNowMs] = useState(() => clock.now());
  useEffect(() => {
    let stop = () => {};
    const wait = () => {
      stop = clock.after(30_000, () => {
        setNowMs(clock.now());
        wait();
      });
    };
    wait();
    return () => stop();
  }, [clock]);
  return nowMs;
}

/** True once the condition has held for a while: what passes in a blink is not worth a flicker. */
export function useLasting(condition: boolean, forMs: number): boolean {
  const { clock } = useSavepoint();
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    setHasLasted(false);
    return condition ? clock.after(forMs, () => setHasLasted(true)) : undefined;
  }, [clock, condition, forMs]);
  return condition && hasLasted;
}
