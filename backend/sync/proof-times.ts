import type { UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createGate, orStopped } from "../work/gate.ts";
import { createSchedule } from "../work/schedule.ts";
import type { SyncEngine } from "./engine.ts";
import type { Shown } from "./unit/prove-stored.ts";

/** RomM may still be at work on another Deck's upload of the same second. */
const soonestMs = 10_000;
/** Of what RomM did not tell; after the last of them it is said, and asked once a day. */
const retriesMs = [30_000, 120_000];
const dailyMs = 24 * 3600 * 1000;
/** Two Decks that lost one file to each other do not send again in lockstep. */
const resendAfterMs = { least: 2000, most: 30_000 };
const atOnce = 2;
/** After so many the state is written: of a long run's thousand, once for each would be a gigabyte. */
const together = 16;
/** More often than this RomM is not asked to keep one save. */
const mostResends = 3;

interface ProofDeps {
  clock: Clock;
  log: Log;
  /** From 0 up to 1. */
  random: () => number;
}

interface Due {
  atMs: number;
  unknowns: number;
  resends: number;
}

/** When RomM is asked to show what was sent: after the answer, never on a launch's way, a few at a time. */
export function createProofTimes(
  { clock, log, random }: ProofDeps,
  engine: Pick<SyncEngine, "listUnshown" | "proveStored" | "syncUnit">,
) {
  const due = new Map<UnitId, Due>();
  const schedule = createSchedule(
    { clock, log },
    {
      name: "Asking RomM for what was sent",
      work,
      afterDefect: () => dailyMs,
    },
  );

  async function work(): Promise<number | null> {
    const units = engine.listUnshown();
    for (const unitId of [...due.keys()]) if (!units.includes(unitId)) due.delete(unitId);
    for (const unitId of units) if (!due.has(unitId)) due.set(unitId, firstAt(soonestMs));
    const ready = units.filter((unitId) => (due.get(unitId)?.atMs ?? 0) <= clock.monotonic());
    const workers = Array.from({ length: atOnce }, async () => {
      for (let some = ready.splice(0, together); some.length > 0; some = ready.splice(0, together))
        await prove(some);
    });
    await Promise.all(workers);
    const next = Math.min(...[...due.values()].map(({ atMs }) => atMs));
    return due.size === 0 ? null : Math.max(0, next - clock.monotonic());
  }

  function firstAt(ms: number): Due {
    return { atMs: clock.monotonic() + ms, unknowns: 0, resends: 0 };
  }

  async function prove(unitIds: UnitId[]): Promise<void> {
    const shown = await engine.proveStored(unitIds, createGate().signal);
    for (const unitId of unitIds) await follow(unitId, shown.get(unitId) ?? "none");
  }

  async function follow(unitId: UnitId, shown: Shown): Promise<void> {
    const before = due.get(unitId) ?? firstAt(0);
    if (shown === "stored" || shown === "none") due.delete(unitId);
    else if (shown === "unknown") due.set(unitId, laterThan(before));
    else await sendAgain(unitId, before);
  }

  function laterThan({ unknowns, resends }: Due): Due {
    const waitMs = retriesMs[unknowns] ?? dailyMs;
    if (unknowns === retriesMs.length)
      log.warn("RomM does not hand out its saves.", { advice: "Look at RomM's log." });
    return { atMs: clock.monotonic() + waitMs, unknowns: unknowns + 1, resends };
  }

  async function sendAgain(unitId: UnitId, { resends }: Due): Promise<void> {
    if (resends >= mostResends) {
      log.warn("RomM does not keep the file of a save.", { unit: unitId, advice: "Look at RomM's disk." });
      due.set(unitId, { atMs: clock.monotonic() + dailyMs, unknowns: 0, resends: 0 });
      return;
    }
    const { least, most } = resendAfterMs;
    await clock.wait(Math.round(least + random() * (most - least)));
    await orStopped(engine.syncUnit(unitId, { purpose: "run", gate: createGate() }));
    due.set(unitId, { ...firstAt(soonestMs), resends: resends + 1 });
  }

  return {
    /** Something was sent, in so long. */
    note({ unitId, tookMs }: { unitId: UnitId; tookMs: number }): void {
      const waitMs = Math.max(soonestMs, 2 * tookMs);
      due.set(unitId, { ...firstAt(waitMs), resends: due.get(unitId)?.resends ?? 0 });
      schedule.runIn(waitMs);
    },
    /** After a start or a sign-in: what was not shown before. */
    begin: () => schedule.runIn(soonestMs),
  };
}
