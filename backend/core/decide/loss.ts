import { isClockFile } from "../save-formats/clocks.ts";
import { isDamaged } from "../save-formats/damage.ts";
import type { SaveRow } from "../save-row.ts";
import type { Baseline } from "../state.ts";
import { wasPutInPlace } from "./equality.ts";
import { lossTable } from "./loss-table.ts";
import type { LocalSide, Observation, PresentLocal, SavedContent } from "./observation.ts";
import type { RemoteView } from "./remote-change.ts";
import type { Cell } from "./table.ts";

/** How a save looks lost: nothing is in it, or less than there was. Null: it does not. */
type Loss = "empty" | "damaged" | null;

type Measures = Pick<Observation, "baseline" | "sizes">;
type Yardstick = Pick<Baseline, "sizeBytes" | "members" | "body">;

/** A blank save, or less than was agreed or chosen last: asked about before it goes up, unless the player chose these bytes. */
export function isLostHere(local: PresentLocal, { baseline, sizes = [] }: Measures): boolean {
  if (baseline === null || baseline.chosenSha256 === local.sha256) return false;
  return lossOf(local, baseline, sizes) !== null;
}

/** On top of what was empty too, nothing is lost. */
function lossOf(content: SavedContent, before: Yardstick | null, sizes: readonly number[]): Loss {
  if (before?.body?.isEmpty) return null;
  if (content.isBlank) return "empty";
  return before !== null && isLess(content, before, sizes) ? "damaged" : null;
}

function isLess(content: SavedContent, before: Yardstick, sizes: readonly number[]): boolean {
  const { members } = content;
  const isGone = (member: string) => members?.includes(member) === false && !isClockFile(member);
  if (before.members?.some(isGone)) return true;
  if (content.body && before.body) return isDamaged(content.body.measure, before.body.measure, sizes);
  return content.sizeBytes * 2 < before.sizeBytes;
}

/** Of a row: by its bytes where they were fetched, else by its size and hash alone. */
function lossInRomm(row: SaveRow, { baseline, sizes = [], proven, local }: Observation): Loss {
  const before = baseline ?? (local.kind === "present" && !local.isBlank ? local : null);
  const content = proven.get(row.id)?.content;
  if (content) return lossOf(content, before, sizes);
  return saysEmpty(row) && !before?.body?.isEmpty ? "empty" : null;
}

/** A hash that may be older than the row's bytes says nothing of them. */
function saysEmpty(row: SaveRow): boolean {
  if (row.says === undefined || row.isTwin) return false;
  return row.originDeviceId !== null || !wasPutInPlace(row);
}

/** The device that made it asked its player first, and nobody changed it since. */
function hasPlayersWord(row: SaveRow, { askingDevices, ownDeviceId }: Observation): boolean {
  const { originDeviceId } = row;
  if (originDeviceId === null || originDeviceId === ownDeviceId || wasPutInPlace(row)) return false;
  return askingDevices?.has(originDeviceId) === true;
}

interface Decided extends Cell {
  head: SaveRow | null;
}

/** What the table of changes says, unless one of the two sides looks lost. */
export function orAskIfLost(observation: Observation, view: RemoteView, decided: Decided): Cell {
  const { head } = decided;
  const { local } = observation;
  if (head === null || local.kind === "unavailable") return decided;
  const isLost = lossInRomm(head, observation) !== null && !hasPlayersWord(head, observation);
  switch (decided.reason) {
    case "newer-on-server":
      return newerRow(observation, view, { head, isLost });
    case "both-changed":
      if (local.kind === "present" && isLostHere(local, observation)) return lossTable["lost / newer"];
      return isLost ? lossTable["modified / newer, lost"] : decided;
    case "restored":
    case "restored-newer":
      return isLost && isGoodBelow(observation, head)
        ? lossTable["absent / newer, lost, above an older good one"]
        : decided;
    case "first-download":
      return isLost && isGoodBelow(observation, head)
        ? lossTable["never met, absent or empty / lost, above an older good one"]
        : decided;
    case "first-meeting":
    case "unproven-differs":
      return isLost ? lossTable["never met / lost"] : decided;
    case "older-version-here":
      return isLost ? lossTable["never met or not proven, an older one / lost"] : decided;
    default:
      return decided;
  }
}

function newerRow(
  observation: Observation,
  { news }: RemoteView,
  { head, isLost }: { head: SaveRow; isLost: boolean },
): Cell {
  if (isEmpty(observation.local)) return lossTable["unchanged, empty / newer, whatever it is"];
  if (hasPlayersWord(head, observation)) {
    const isLostAnyway = lossInRomm(head, observation) !== null;
    return lossTable[isLostAnyway ? "unchanged / newer, lost, sent by a Savepoint" : "unchanged / newer"];
  }
  if (isLost) return lossTable["unchanged / newer, lost"];
  const isOnEmpty = news.some(
    (row) =>
      row.id !== head.id && lossInRomm(row, observation) === "empty" && !hasPlayersWord(row, observation),
  );
  return lossTable[isOnEmpty ? "unchanged / newer, above an empty or refused one" : "unchanged / newer"];
}

function isEmpty(local: LocalSide): boolean {
  return local.kind === "present" && local.isBlank;
}

/** An older row of the slot, as far as it is known not lost. */
function isGoodBelow(observation: Observation, head: SaveRow): boolean {
  const { remote } = observation;
  if (remote.kind !== "listed") return false;
  return remote.slotRows.some(
    (row) => row.id !== head.id && !row.isMissingOnDisk && lossInRomm(row, observation) === null,
  );
}
