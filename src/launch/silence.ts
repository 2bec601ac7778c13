import { BackendError } from "../backend.ts";
import type { Clock } from "../clock.ts";

/** Beyond the budget, within which the backend answers by itself. */
const graceMs = 2_000;
/** While a save comes, the backend tells so at least once a second, and lets the game start where it stops. */
const longestMs = 5_000;

/** How long a launch waits for a backend of which nothing is heard: a game must start also where that hangs. */
export function watchSilence(
  clock: Clock,
  { budgetMs, onSilent }: { budgetMs: number; onSilent(error: BackendError): void },
): { heard(): void; stop(): void } {
  const tellSilent = () =>
    onSilent(new BackendError("backend-silent", "beforeLaunch: nothing is heard of it"));
  let isBudgetOver = false;
  let stopLast: (() => void) | null = null;
  const stopBudget = clock.after(budgetMs + graceMs, () => {
    isBudgetOver = true;
    if (stopLast === null) tellSilent();
  });
  return {
    heard() {
      stopLast?.();
      stopLast = clock.after(longestMs, () => {
        stopLast = null;
        if (isBudgetOver) tellSilent();
      });
    },
    stop() {
      stopBudget();
      stopLast?.();
    },
  };
}
