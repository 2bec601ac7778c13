import * as v from "valibot";
import type { UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";
import type { PlayBook } from "../ports/play-book.ts";
import { orLogged } from "../work/defects.ts";

interface Session {
  unitId: UnitId;
  atMs: number;
  durationMs: number;
}

/** A game that ends at once was not played. */
const shortestMs = 10_000;
/** At this size the book is begun anew, with what was played before beside it: years of play. */
const rotateAtBytes = 2 * 1024 * 1024;

const number = v.pipe(v.number(), v.finite());
const line = v.union([
  v.object({ sinceMs: number }),
  v.object({
    unitId: v.pipe(
      v.string(),
      v.transform((id) => id as UnitId),
    ),
    atMs: number,
    durationMs: number,
  }),
]);

export interface OpenPlayBook extends PlayBook {
  /** Reads what stands there; until then nothing is known. */
  open(): Promise<void>;
}

/** Sessions as JSON lines, only ever appended to; losing one costs a fact that is then said to be unknown. */
export function createPlayBook(deps: { disk: Disk; clock: Clock; log: Log }, path: string): OpenPlayBook {
  const { disk, clock, log } = deps;
  const byUnit = new Map<UnitId, Session[]>();
  let sinceMs: number | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  function add(session: Session): void {
    const known = byUnit.get(session.unitId);
    if (known) known.push(session);
    else byUnit.set(session.unitId, [session]);
  }

  async function read(file: string): Promise<void> {
    const bytes = await disk.read(file);
    for (const text of bytes === null ? [] : new TextDecoder().decode(bytes).split("\n")) {
      const found = decodeLine(text);
      if (found === null) continue;
      if ("sinceMs" in found) sinceMs = Math.min(sinceMs ?? found.sinceMs, found.sinceMs);
      else add(found);
    }
  }

  async function append(entry: object): Promise<void> {
    const size = (await disk.stat(path))?.sizeBytes ?? 0;
    if (size > rotateAtBytes) await disk.rename(path, `${path}.old`);
    await disk.append(path, new TextEncoder().encode(`\n${JSON.stringify(entry)}`));
  }

  function write(entry: object): void {
    tail = tail.then(() => orLogged(log, () => append(entry)));
  }

  return {
    async open() {
      await orLogged(log, async () => {
        for (const file of [`${path}.old`, path]) await read(file);
      });
      if (sinceMs !== null) return;
      sinceMs = clock.now();
      write({ sinceMs });
    },

    note(unitId, { atMs, durationMs }) {
      if (durationMs < shortestMs) return;
      const session = { unitId, atMs: Math.round(atMs), durationMs: Math.round(durationMs) };
      add(session);
      write(session);
    },

    recent: (unitId, count) =>
      (byUnit.get(unitId) ?? [])
        .slice(-count)
        .reverse()
        .map(({ atMs, durationMs }) => ({ atMs, durationMs })),

    since(unitId, fromMs) {
      if (sinceMs === null || fromMs < sinceMs) return null;
      const sessions = (byUnit.get(unitId) ?? []).filter(({ atMs }) => atMs >= fromMs);
      return {
        sessions: sessions.length,
        playedMs: sessions.reduce((sum, { durationMs }) => sum + durationMs, 0),
      };
    },
  };
}

function decodeLine(text: string): v.InferOutput<typeof line> | null {
  try {
    const found = v.safeParse(line, JSON.parse(text));
    return found.success ? found.output : null;
  } catch {
    return null;
  }
}
