import type { Notice } from "../contract/events.ts";
import type { SyncLine } from "../contract/saves/sync.ts";

/** What a run that nobody asked for has to tell. */
export interface RunNews {
  lines: readonly SyncLine[];
  /** Names of the games whose question was not open before. */
  asking: readonly string[];
  /** The player was away; else only what needs him is news. */
  isAfterAway: boolean;
}

/** Once for all that happened: of one game by its name, of more in numbers. */
export function summaryOf({ lines, asking, isAfterAway }: RunNews): Notice | null {
  const moved = isAfterAway ? lines.filter(({ outcome }) => outcome === "done") : [];
  const saved = moved.filter(({ direction }) => direction === "up").map(({ name }) => name);
  const fetched = moved.filter(({ direction }) => direction === "down").map(({ name }) => name);
  const [name, ...others] = [...saved, ...fetched, ...asking];
  if (name === undefined) return null;
  if (others.length > 0) {
    const needsYou = asking.length;
    return { kind: "away-summary", saved: saved.length, fetched: fetched.length, needsYou };
  }
  const kind = saved.length > 0 ? "saved-to-romm" : fetched.length > 0 ? "fetched-late" : "conflict";
  return { kind, name };
}

/** Games that are open here while RomM has something newer: what is played on now would be beside it. Each is told once. */
export function createOpenElsewhere(): (lines: readonly SyncLine[]) => Notice[] {
  const told = new Set<string>();
  return (lines) => {
    const news = lines.filter((line) => !told.has(line.name) && isPlayedElsewhere(line));
    for (const { name, reason } of lines) if (reason !== "running") told.delete(name);
    for (const { name } of news) told.add(name);
    return news.map(({ name }) => ({ kind: "open-elsewhere", name }));
  };
}

function isPlayedElsewhere({ reason, decision }: SyncLine): boolean {
  return reason === "running" && (decision === "download" || decision === "conflict");
}
