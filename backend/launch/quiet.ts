import type { Unit } from "../core/state.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk, FileStat } from "../machine/disk.ts";
import { listUnitFiles } from "../work/unit-files.ts";

/** An emulator may still be writing when its process seems done. */
export const quietMs = 1000;
const quietLimitMs = 10_000;
/** FAT keeps times in steps of two seconds: a write may be that much younger than it says. */
const coarseGrainMs = 2000;

type Deps = { disk: Disk; clock: Pick<Clock, "now" | "monotonic" | "wait"> };

/** A unit's files at one moment, told by their stamps: another text, and somebody has written. */
export interface Stamps {
  text: string;
  /** Every file was written longer ago than the quiet second, by what the stamps can tell. */
  isOld: boolean;
}

export async function readStamps({ disk, clock }: Deps, unit: Unit): Promise<Stamps> {
  // Of all files that the unit may have: one of them may still be written, or come.
  const paths = await listUnitFiles(disk, unit.location).catch(() => []);
  const stats = await Promise.all(paths.map((path) => disk.stat(path).catch(() => null)));
  const nowMs = clock.now();
  return {
    text: stats.map((stat) => (stat === null ? "none" : toStamp(stat))).join(" "),
    isOld: stats.every((stat) => stat === null || isOlder(stat, nowMs)),
  };
}

/**
 * The save as it is once nobody seems to write: at once where its stamps are old already, else when they have stood still
 * for a second; null: they did not within ten.
 */
export async function waitUntilQuiet(
  deps: Deps,
  unit: Unit,
): Promise<(Stamps & { hasWaited: boolean }) | null> {
  const deadline = deps.clock.monotonic() + quietLimitMs;
  let before = await readStamps(deps, unit);
  if (before.isOld) return { ...before, hasWaited: false };
  while (deps.clock.monotonic() < deadline) {
    await deps.clock.wait(quietMs);
    const now = await readStamps(deps, unit);
    if (now.text === before.text) return { ...now, hasWaited: true };
    before = now;
  }
  return null;
}

/** A time ahead of the clock, which was set back, tells nothing. */
function isOlder({ modifiedAtMs, changedAtMs }: FileStat, thanNowMs: number): boolean {
  const isCoarse = modifiedAtMs % coarseGrainMs === 0;
  return [modifiedAtMs, changedAtMs].every(
    (atMs) => thanNowMs - atMs > quietMs + (isCoarse ? coarseGrainMs : 0),
  );
}

function toStamp({ inode, sizeBytes, modifiedAtMs, changedAtMs }: FileStat): string {
  return [inode, sizeBytes, modifiedAtMs, changedAtMs].join(":");
}
