import { swapOf } from "../../core/marks/pull.ts";
import { judgeSwap, type ObservedPart } from "../../core/marks/swap.ts";
import type { Swap, SwapPart } from "../../core/marks.ts";
import { parentOf } from "../../core/paths.ts";
import type { Unit } from "../../core/state.ts";
import type { AccountId, UnitId } from "../../core/vocabulary.ts";
import type { Disk } from "../../machine/disk.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { createGate, type Gate } from "../../work/gate.ts";
import { inAccount } from "../../work/in-account.ts";
import { Running } from "../../work/problems.ts";
import { overrulesLease } from "../look/fence.ts";
import type { Work } from "../look/record.ts";
import { hashPart } from "./hash-part.ts";

/**
 * Exchanges the files of a set one by one; each old one waits aside until all is recorded. The `swap` mark is durable
 * before this begins: a stop in the middle is undone by the next look, before anything else is concluded.
 */
export async function swapIn(disk: Disk, { parts }: Swap): Promise<void> {
  for (const { before, path, aside } of parts) if (before !== null) await disk.rename(path, aside);
  // A disk may keep a later rename and lose an earlier one: no old file is replaced before all of them stand aside.
  await syncFolders(disk, parts);
  for (const { staged, path } of parts) if (staged !== null) await disk.rename(staged, path);
  await syncFolders(disk, parts);
}

/** What waited aside is in the kept copies as well. */
export async function removeAsides(disk: Disk, { parts }: Swap): Promise<void> {
  for (const { aside } of parts) await disk.removeTree(aside);
}

/** Whose exchange; a session is not needed, since nothing is asked of the server. */
export interface SwapOwner {
  deps: Pick<SyncDeps, "store" | "disk" | "fence" | "hashFile" | "hashTree">;
  accountId: AccountId;
  unitId: UnitId;
  /** A lease keeps it from writing. */
  heedsLease: boolean;
}

/**
 * Ends an exchange that was cut short: the old set or the new one stands when this resolves, or the mark stands still
 * because its folder is not there. Throws `Running`.
 */
export async function settleSwap(owner: SwapOwner, gate: Gate): Promise<void> {
  const { deps } = owner;
  const unit = unitOf(owner)?.unit;
  const swap = unit && swapOf(unit);
  if (!swap || !(await isFolderThere(deps.disk, swap))) return;
  await refuseIfRunning(owner);
  const observed = await Promise.all(swap.parts.map((part) => observePart(deps, part, gate.signal)));
  const verdict = judgeSwap(observed);
  await refuseIfRunning(owner);
  gate.enter();
  try {
    if (verdict === "roll-back") await rollBack(deps.disk, observed);
    await inAccount(deps.store, owner.accountId).changeUnit(owner.unitId, (unit) =>
      withoutSwap(unit, verdict),
    );
    for (const { staged, aside } of swap.parts) {
      if (staged !== null) await deps.disk.removeTree(staged);
      await deps.disk.removeTree(aside);
    }
  } finally {
    gate.leave();
  }
}

/** Every exchange of every account: before shortcuts or accounts change, no half replaced save may be left behind. */
export async function settleAllSwaps(deps: SwapOwner["deps"] & Pick<SyncDeps, "log">): Promise<void> {
  for (const [accountId, account] of Object.entries(deps.store.current().accounts)) {
    for (const unit of Object.values(account.units)) {
      if (swapOf(unit) === null) continue;
      const { unitId } = unit;
      const owner = { deps, accountId: accountId as AccountId, unitId, heedsLease: true };
      await settleSwap(owner, createGate()).catch((error) => {
        deps.log.warn("A half replaced save waits for the next look.", { error: String(error) });
      });
    }
  }
}

/** Of work under way. */
export function ownerOf({ deps, session, unitId, purpose }: Work): SwapOwner {
  return { deps, accountId: session.accountId, unitId, heedsLease: !overrulesLease(purpose) };
}

function unitOf({ deps, accountId, unitId }: SwapOwner) {
  const account = deps.store.current().accounts[accountId];
  const unit = account?.units[unitId];
  return account && unit ? { account, unit } : null;
}

async function refuseIfRunning(owner: SwapOwner): Promise<void> {
  const { deps, unitId, heedsLease } = owner;
  const now = unitOf(owner);
  const halfReplaced = "The save was only half replaced, and a game is on it; both saves are kept.";
  if (now && (await deps.fence.isRunning(now.unit, now.account))) throw new Running(halfReplaced, "running");
  if (heedsLease && (await deps.fence.isLeased(unitId))) throw new Running(halfReplaced, "starting");
}

async function isFolderThere(disk: Disk, { parts: [first] }: Swap): Promise<boolean> {
  // Of nothing that made room for nothing, nothing is half done.
  return first === undefined || (await disk.list(parentOf(first.path))) !== null;
}

async function observePart(
  deps: SwapOwner["deps"],
  part: SwapPart,
  signal: AbortSignal,
): Promise<ObservedPart> {
  const { disk } = deps;
  return {
    part,
    live: await hashPart(deps, part.path, signal),
    hasAside: (await disk.stat(part.aside)) !== null,
    hasStaged: part.staged !== null && (await disk.stat(part.staged)) !== null,
  };
}

async function rollBack(disk: Disk, observed: ObservedPart[]): Promise<void> {
  for (const { part, live } of observed.toReversed()) {
    const hasAside = (await disk.stat(part.aside)) !== null;
    if (hasAside && live !== null && part.isFolder) await clearWay(disk, part);
    if (hasAside) await disk.rename(part.aside, part.path);
    else if (part.before === null && live !== null) await disk.removeTree(part.path);
  }
  await syncFolders(
    disk,
    observed.map(({ part }) => part),
  );
}

/**
 * No folder is renamed over one with files in it. What came goes back to where it waited, so that a stop here reads as it
 * did before; else it is what an emulator made in the gap, and nothing is in it.
 */
async function clearWay(disk: Disk, { path, staged }: SwapPart): Promise<void> {
  if (staged !== null && (await disk.stat(staged)) === null) await disk.rename(path, staged);
  else await disk.removeTree(path);
}

async function syncFolders(disk: Disk, parts: SwapPart[]): Promise<void> {
  for (const folder of new Set(parts.map(({ path }) => parentOf(path)))) await disk.syncFolder(folder);
}

function withoutSwap(unit: Unit, verdict: ReturnType<typeof judgeSwap>): Unit {
  if (unit.intent?.kind !== "pull") return unit;
  const { swap: _ended, ...intent } = unit.intent;
  if (verdict === "roll-back" || intent.source.kind === "forgotten") return { ...unit, intent: null };
  return { ...unit, intent: { ...intent, isRaced: intent.isRaced || verdict === "played" } };
}
