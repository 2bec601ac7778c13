import { benchPlayStatus } from "./play-status.ts";
import { benchState } from "./state.ts";
import { benchTransfers } from "./transfers.ts";

/* `pnpm bench`: prints what the budgets are about. It judges, but never fails a test: machines differ. */

const subjects = [benchState, benchPlayStatus, benchTransfers];

for (const subject of subjects) {
  for (const { what, unit = "ms", ms, against, againstMs, budget } of await subject()) {
    const judged = budget ? `${budget.isKept ? "kept" : "NOT KEPT"} (${budget.words})` : "";
    console.log(
      [
        what.padEnd(52),
        `${ms.toFixed(1)} ${unit}`.padStart(11),
        `${against} ${againstMs.toFixed(1)} ${unit}`.padStart(28),
        `${ms < againstMs ? "" : "+"}${(ms - againstMs).toFixed(1)} ${unit}`.padStart(11),
        judged,
      ].join("  "),
    );
  }
}
