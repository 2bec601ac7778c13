import type { KeptTotals } from "../contract/saves/version.ts";
import type { Sha256 } from "../core/vocabulary.ts";
import type { KeptCopyLabel } from "./labels.ts";
import type { RetentionDeps } from "./prune.ts";
import { planRetention, type Standing } from "./retention.ts";
import type { StoredCopy } from "./stored/history-folder.ts";
import { removeLabels } from "./stored/leave.ts";

/** A kept copy as the player may see it. */
export interface ListedCopy {
  id: string;
  sha256: Sha256;
  sizeBytes: number;
  keptAtMs: number;
  standing: Standing;
  /** Null: damaged. */
  label: KeptCopyLabel | null;
}

export interface KeptCopyList {
  /** Newest first. */
  copies: ListedCopy[];
  /** Each content counts once. */
  totalBytes: number;
  /** Of contents that only the player's hand can remove: sole or pinned. */
  soleBytes: number;
  totals: KeptTotals;
}

/** What the player can do with kept copies. All of it throws `FileError`. */
export interface CopiesByHand {
  list(): Promise<KeptCopyList>;
  /** False: there is no such copy (any more), or its label is damaged. */
  setPinned(id: string, isPinned: boolean): Promise<boolean>;
  /** Also the last copy of a content, and then the content. False: there is no such copy (any more). */
  remove(id: string): Promise<boolean>;
}

export function createCopiesByHand(deps: RetentionDeps, folder: string): CopiesByHand {
  const { stored } = deps;

  async function withCopy(id: string, work: (copy: StoredCopy) => Promise<boolean>): Promise<boolean> {
    const file = await stored.find(id);
    return file !== null && (await stored.alone(file, work));
  }

  return {
    async list() {
      const copies = await stored.readAll();
      const facts = await deps.readFacts(copies);
      // A pin says who lets a copy go, and nothing of where else its bytes are.
      const unpinned = copies.map((copy) => ({ ...copy, isPinned: false }));
      const bySelf = planRetention(unpinned, facts).standings;
      const onlyHere = totalOf(copies.filter(({ id }) => bySelf.get(id) === "sole"));
      return toList(copies, planRetention(copies, facts).standings, onlyHere);
    },
    setPinned: (id, isPinned) =>
      withCopy(id, async ({ label, file }) => {
        if (label === null) return false;
        const { isPinned: _before, ...rest } = label;
        await stored.relabel(file, isPinned ? { ...rest, isPinned: true } : rest);
        return true;
      }),
    remove: (id) =>
      withCopy(id, async ({ sha256, file }) => {
        await removeLabels(deps.disk, folder, { sha256, leaving: [file] });
        return true;
      }),
  };
}

type Counted = Pick<ListedCopy, "sha256" | "sizeBytes">;

function toList(
  copies: StoredCopy[],
  standings: ReadonlyMap<string, Standing>,
  onlyHere: KeptTotals["onlyHere"],
): KeptCopyList {
  const listed = copies.map(({ id, sha256, sizeBytes, keptAtMs, label }) => {
    return { id, sha256, sizeBytes, keptAtMs, label, standing: standings.get(id) ?? "sole" };
  });
  const isHeld = ({ standing }: ListedCopy) => standing === "sole" || standing === "pinned";
  return {
    copies: listed.toSorted((a, b) => b.keptAtMs - a.keptAtMs),
    totalBytes: sumContents(listed),
    soleBytes: sumContents(listed.filter(isHeld)),
    totals: { ...totalOf(listed), onlyHere },
  };
}

function totalOf(copies: Counted[]): KeptTotals["onlyHere"] {
  return { contents: new Set(copies.map(({ sha256 }) => sha256)).size, bytes: sumContents(copies) };
}

function sumContents(copies: Counted[]): number {
  const sizes = new Map(copies.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
  return [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
}
