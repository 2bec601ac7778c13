import type { Version } from "../contract/saves/version.ts";
import { newestRow } from "../core/decide/remote-change.ts";
import type { SaveRow } from "../core/save-row.ts";
import type { Unit } from "../core/state.ts";
import type { DeviceId, SaveId, Sha256 } from "../core/vocabulary.ts";
import { isCopyOf, type Standing } from "./retention.ts";
import type { StoredCopy } from "./stored/history-folder.ts";
import { copyVersion, rowVersion } from "./version-id.ts";

interface Sources {
  unit: Unit;
  rows: readonly SaveRow[];
  copies: readonly StoredCopy[];
  standings: ReadonlyMap<string, Standing>;
  liveSha256: Sha256 | null;
  ownDeviceId: DeviceId;
}

/** One content, wherever it stands. */
interface Content {
  sha256: Sha256 | null;
  rows: SaveRow[];
  copies: StoredCopy[];
}

/** Rows and copies as one list, newest first: what is equal is one version. */
export function joinVersions(sources: Sources): Version[] {
  const contents = groupByContent(sources);
  const head = newestRow([...sources.rows]);
  return contents
    .map((content) => toVersion(content, head, sources))
    .sort((a, b) => Number(b.isNow) - Number(a.isNow) || b.atMs - a.atMs);
}

function groupByContent({ rows, copies, liveSha256, unit }: Sources): Content[] {
  const contents = new Map<string, Content>();
  const at = (key: string, sha256: Sha256 | null) => {
    const known = contents.get(key) ?? { sha256, rows: [], copies: [] };
    contents.set(key, known);
    return known;
  };
  for (const copy of copies) at(copy.sha256, copy.sha256).copies.push(copy);
  if (liveSha256 !== null) at(liveSha256, liveSha256);
  for (const row of rows) {
    const sha256 = sha256Of(row, { copies, unit });
    const key =
      sha256 ?? (row.contentHash === null ? `row ${row.id}` : `${row.contentHash} ${row.sizeBytes}`);
    at(key, sha256).rows.push(row);
  }
  return [...contents.values()];
}

/** What this device knows of a row's bytes; null: nothing, as of a row that it never held. */
function sha256Of(row: SaveRow, { copies, unit }: Pick<Sources, "copies" | "unit">): Sha256 | null {
  const { baseline, seen } = unit;
  if (baseline?.row.id === row.id && baseline.row.contentHash === row.contentHash) return baseline.sha256;
  const copy = copies.find((one) => isCopyOf(row, one));
  return copy?.sha256 ?? seen[row.id]?.sha256 ?? null;
}

function toVersion(content: Content, head: SaveRow | null, sources: Sources): Version {
  const { sha256, copies } = content;
  const rows = content.rows.toSorted((a, b) => b.id - a.id);
  const first = rows.at(-1);
  const isNow = sha256 !== null && sha256 === sources.liveSha256;
  const standings = copies.map(({ id }) => sources.standings.get(id) ?? "sole");
  const isPinned = standings.includes("pinned");
  const isFromThisDevice = first ? first.originDeviceId === sources.ownDeviceId : copies.length > 0;
  const ids = rows.map(({ id }) => rowVersion(id));
  return {
    versionId: sha256 === null ? (ids[0] ?? "") : copyVersion(sha256),
    otherIds: sha256 === null ? ids.slice(1) : ids,
    atMs: Math.min(
      ...rows.map(({ createdAtMs }) => createdAtMs),
      ...copies.map(({ keptAtMs }) => keptAtMs),
      ...nowOf(isNow, rows, copies),
    ),
    sizeBytes: copies[0]?.sizeBytes ?? first?.sizeBytes ?? 0,
    deviceName: first ? makerOf(first) : null,
    isFromThisDevice,
    emulator: first?.emulator ?? sources.unit.location.emulator,
    isNow,
    isNewestInRomm: head !== null && rows.some(({ id }) => id === head.id),
    saveIds: rows.map(({ id }): SaveId => id),
    isBrokenInRomm: rows.length > 0 && rows.every(({ isMissingOnDisk }) => isMissingOnDisk),
    isHere: isNow || copies.length > 0,
    isPinned,
    isOnlyHere: copies.length > 0 && !isNow && rows.every(({ isMissingOnDisk }) => isMissingOnDisk),
    heldBy: [...new Set(rows.flatMap(holdersOf))],
  };
}

/** Only what stands there and nowhere else has no time of its own: it is the newest. */
function nowOf(isNow: boolean, rows: SaveRow[], copies: StoredCopy[]): number[] {
  return isNow && rows.length + copies.length === 0 ? [Number.MAX_SAFE_INTEGER] : [];
}

function makerOf({ originDeviceId, deviceSyncs }: SaveRow): string | null {
  return deviceSyncs.find(({ deviceId }) => deviceId === originDeviceId)?.deviceName ?? null;
}

function holdersOf({ deviceSyncs }: SaveRow): string[] {
  return deviceSyncs.filter(({ isCurrent }) => isCurrent).flatMap(({ deviceName }) => deviceName ?? []);
}
