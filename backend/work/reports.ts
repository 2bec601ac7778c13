import type { SyncLine, SyncReport } from "../contract/saves/sync.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";

export function startReport(deps: Pick<SyncDeps, "clock">, isDryRun: boolean) {
  const startedAtMs = deps.clock.now();
  return {
    end: (lines: SyncLine[], { isCancelled }: { isCancelled: boolean }): SyncReport => ({
      startedAtMs,
      finishedAtMs: deps.clock.now(),
      isDryRun,
      isCancelled,
      lines,
    }),
  };
}
