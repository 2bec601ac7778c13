import { judgeSwap, type SwapPartSight } from "../../core/decide/swap.ts";
import { parentOf } from "../../core/paths.ts";
import type { SwapMark, SwapPart, Unit } from "../../core/state.ts";
import type { Disk } from "../../machine/disk.ts";
import type { SyncDeps } from "../deps.ts";
import type { Gate } from "../gate.ts";
import { Running } from "../problems.ts";
import { readUnit } from "./observe.ts";
import { changeUnit, type Work } from "./record.ts";

/**
 * Exchanges the files of a set one by one; each old one waits aside until all is recorded. The `swap` mark is durable
 * before this begins: a stop in the middle is undone by the next look, before anything else is concluded.
 */
export async function swapIn(disk: Disk, { parts }: SwapMark): Promise<void> {
  for (const { before, path, aside, staged } of parts) {
    if (before !== null) await disk.rename(path, aside);
    if (staged !== null) await disk.rename(staged, path);
  }
  await syncFolders(disk, parts);
}

/** What waited aside is in the kept copies as well. */
export async function removeAsides(disk: Disk, { parts }: SwapMark): Promise<void> {
  for (const { aside } of parts) await disk.remove(aside);
}

/** Ends an exchange that was cut short: the old set or the new one stands when this resolves. Throws `Running`. */
export async function settleSwap(work: Work, gate: Gate): Promise<void> {
  const { deps, session, unitId } = work;
  const now = readUnit(deps, session, unitId);
  const swap = now?.unit.marks.swap;
  if (!now || !swap || !(await isFolderThere(deps.disk, swap))) return;
  if (await deps.fence.isRunning(now.unit, now.account)) {
    throw new Running("The game runs on a save that was only half replaced; both saves are kept.");
  }
  const sights = await Promise.all(swap.parts.map((part) => sightOf(deps, part, gate.signal)));
  const verdict = judgeSwap(sights);
  gate.enter();
  try {
    if (verdict === "roll-back") await rollBack(deps.disk, sights);
    await changeUnit(work, (unit) => withoutSwap(unit, verdict === "played"));
    for (const { staged, aside } of swap.parts) {
      if (staged !== null) await deps.disk.remove(staged);
      await deps.disk.remove(aside);
    }
  } finally {
    gate.leave();
  }
}

async function isFolderThere(disk: Disk, { parts: [first] }: SwapMark): Promise<boolean> {
  return first !== undefined && (await disk.list(parentOf(first.path))) !== null;
}

async function sightOf(deps: SyncDeps, part: SwapPart, signal: AbortSignal): Promise<SwapPartSight> {
  return { part, live: await deps.hashFile(part.path, signal) };
}

async function rollBack(disk: Disk, sights: SwapPartSight[]): Promise<void> {
  for (const { part, live } of sights.toReversed()) {
    if ((await disk.stat(part.aside)) !== null) await disk.rename(part.aside, part.path);
    else if (part.before === null && live !== null) await disk.remove(part.path);
  }
  await syncFolders(
    disk,
    sights.map(({ part }) => part),
  );
}

async function syncFolders(disk: Disk, parts: SwapPart[]): Promise<void> {
  for (const folder of new Set(parts.map(({ path }) => parentOf(path)))) await disk.syncFolder(folder);
}

function withoutSwap(unit: Unit, isPlayed: boolean): Unit {
  const { swap: _ended, ...marks } = unit.marks;
  const { incoming } = marks;
  return {
    ...unit,
    marks: incoming && isPlayed ? { ...marks, incoming: { ...incoming, isRaced: true } } : marks,
  };
}
