import { clockBytesOf } from "../save-formats/clocks.ts";
import { isSizeClass } from "../save-formats/damage.ts";
import type { SaveRow } from "../save-row.ts";
import type { ReasonCode } from "../vocabulary.ts";
import type { Observation, PresentLocal } from "./observation.ts";

/** Larger ones are asked about without having been fetched. */
const mostBytes = 8 * 1024 ** 2;

const questions: readonly ReasonCode[] = [
  "both-changed",
  "first-meeting",
  "unproven-differs",
  "newer-looks-lost",
];

/**
 * Two saves are about to be asked about, and RomM's may be ours: with another clock, packed by another client under other
 * names, or compressed anew. Its bytes tell.
 */
export function isPerhapsSame(
  { local, proven }: Observation,
  { reason, head }: { reason: ReasonCode; head: SaveRow | null },
): boolean {
  if (local.kind !== "present" || head === null || !questions.includes(reason)) return false;
  if (proven.has(head.id) || head.isMissingOnDisk || head.sizeBytes > mostBytes) return false;
  if (head.says !== undefined) return false;
  return isInAnotherGuise(local, head);
}

function isInAnotherGuise({ body, members, sizeBytes }: PresentLocal, row: SaveRow): boolean {
  if (members.length > 0 || body?.progress !== undefined) return true;
  const mayBePacked = isSizeClass(sizeBytes) && row.sizeBytes < sizeBytes;
  const mayHaveClock = row.sizeBytes - clockBytesOf(row.sizeBytes) === sizeBytes && row.sizeBytes > sizeBytes;
  return mayBePacked || mayHaveClock;
}

/** Equal, but RomM's has a clock of its own; where nothing was agreed before, that comes down. */
export function isSameButItsClock(
  { baseline, proven }: Observation,
  local: PresentLocal,
  head: SaveRow,
): boolean {
  const fetched = proven.get(head.id);
  if (baseline?.isTrusted || !fetched || fetched.sha256 === local.sha256) return false;
  return fetched.content?.body?.hasClock === true;
}
