import type { MatchEvidence } from "../vocabulary.ts";
import type { Clues } from "./clues.ts";
import type { Match } from "./found.ts";
import type { GameName, Variant } from "./game-name.ts";
import type { LibraryRom } from "./library.ts";
import type { Near } from "./library-index.ts";
import type { KnownRom } from "./shelf.ts";
import { likeness, type Title } from "./title.ts";

interface Scored {
  known: KnownRom;
  /** Of the titles, 0 to 1. */
  alike: number;
  /** Higher is better; it orders, and says nothing alone. */
  score: number;
  isVariant: boolean;
}

/** By the cleaned title: never certain, since what was cleaned away may be what matters. */
export function byTitle(clues: Clues, near: Near): Match {
  const scored = scoreAll(clues, near);
  const proposed = scored.filter(({ isVariant }) => !isVariant);
  const [first, second] = proposed;
  if (!first) {
    const why: MatchEvidence = scored.some(({ alike }) => alike >= 0.95)
      ? "only-another-variant"
      : "not-in-romm";
    return { certainty: "none", evidence: [why], candidates: [] };
  }
  const evidence: MatchEvidence[] = [first.alike >= 0.95 ? "same-title" : "similar-title"];
  evidence.push(...doubtsOf(clues.name, first.known.name));
  if (second && second.score === first.score) evidence.push("several-alike");
  if (near.farOf(first.known.rom) >= 100) evidence.push("kin-platform");
  if (clues.where.by === "nothing") evidence.push("platform-not-told");
  return { certainty: "likely", evidence, candidates: [first.known.rom] };
}

/** Roms of the same title, the likeliest first. */
export function orderAlike(clues: Clues, near: Near): LibraryRom[] {
  const scored = clues.titles.flatMap((title) => scoreTitle(title, near.byTitle(title), { clues, near }));
  return inOrder(scored).map(({ known }) => known.rom);
}

/** The first title that finds anything: Steam's name of a shortcut is asked only where its file's names say nothing. */
function scoreAll(clues: Clues, near: Near): Scored[] {
  for (const title of clues.titles) {
    const same = scoreTitle(title, near.byTitle(title), { clues, near });
    if (same.length > 0) return inOrder(same);
    const similar = scoreTitle(title, near.byWords(title), { clues, near });
    if (similar.length > 0) return inOrder(similar);
  }
  return [];
}

function scoreTitle(title: Title, roms: KnownRom[], { clues, near }: { clues: Clues; near: Near }): Scored[] {
  return roms.flatMap((known) => {
    const alike = Math.max(...known.titles.map((one) => likeness(title, one)));
    if (!(alike > 0)) return [];
    const score = scoreOf(clues.name, known, alike) - near.farOf(known.rom) / 1000;
    return [{ known, alike, score, isVariant: isAnotherGame(clues.name.variant, known.name.variant) }];
  });
}

function inOrder(scored: Scored[]): Scored[] {
  return scored.sort((a, b) => b.score - a.score || a.known.rom.romId - b.known.rom.romId);
}

/** A translation is its game in other words, with the same saves; a hack and a demo are games of their own. */
function isAnotherGame(mine: Variant, theirs: Variant): boolean {
  const kind = (variant: Variant) => (variant === "translation" ? "plain" : variant);
  return kind(mine) !== kind(theirs);
}

function scoreOf(mine: GameName, { name: theirs }: KnownRom, alike: number): number {
  const remarks = mine.remarks.filter((remark) => theirs.remarks.includes(remark)).length;
  return (
    100 * alike +
    regionScore(mine, theirs) +
    (mine.revision === theirs.revision ? 2 : 0) +
    (mine.disc === theirs.disc ? 4 : theirs.disc === null || theirs.disc === 1 ? 1 : 0) +
    (mine.variant === theirs.variant ? 6 : 0) +
    Math.min(remarks, 3) * 0.5
  );
}

/** Where nothing is told, the edition that most players have is the likeliest. */
function regionScore(mine: GameName, theirs: GameName): number {
  if (mine.regions.size > 0 && theirs.regions.size > 0) {
    const shared = [...mine.regions].filter((region) => theirs.regions.has(region)).length;
    return shared === 0 ? -3 : 3 + shared / Math.max(mine.regions.size, theirs.regions.size);
  }
  const order = ["us", "eu", "jp"].findIndex((region) => theirs.regions.has(region));
  return order < 0 ? 0 : 1 - order / 10;
}

function doubtsOf(mine: GameName, theirs: GameName): MatchEvidence[] {
  const doubts: MatchEvidence[] = [];
  const isElsewhere =
    mine.regions.size > 0 &&
    theirs.regions.size > 0 &&
    [...mine.regions].every((region) => !theirs.regions.has(region));
  if (isElsewhere) doubts.push("other-region");
  if (mine.revision !== theirs.revision) doubts.push("other-revision");
  if (mine.disc !== null && theirs.disc !== null && mine.disc !== theirs.disc) doubts.push("other-disc");
  if (mine.variant !== theirs.variant) doubts.push("translated");
  return doubts;
}
