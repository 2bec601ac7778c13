import { build } from "../world/build.ts";
import { benchActs } from "./acts.ts";
import { benchBackend } from "./backend.ts";
import { benchEngine } from "./engine.ts";
import { benchIdle } from "./idle.ts";
import { benchOverview } from "./overview.ts";
import { benchPanel } from "./panel.ts";
import { benchPlayStatus } from "./play-status.ts";
import { benchScan } from "./scan.ts";
import { benchState } from "./state.ts";
import { benchStop } from "./stop.ts";
import { benchTransfers } from "./transfers.ts";

/* `pnpm bench`: prints what the budgets are about. It judges, but never fails a test: machines differ. */

await build();

const subjects = [
  benchState,
  benchPlayStatus,
  benchPanel,
  benchBackend,
  benchStop,
  benchIdle,
  benchActs,
  benchEngine,
  benchOverview,
  benchScan,
  benchTransfers,
];

for (const subject of subjects) {
  for (const { what, unit = "ms", ms, against, againstMs, budget } of await subject()) {
    const judged = budget ? `${verdictOf(budget.isKept)} (${budget.words})` : "";
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

function verdictOf(isKept: boolean | null): string {
  if (isKept === null) return "printed";
  return isKept ? "kept" : "NOT KEPT";
}
