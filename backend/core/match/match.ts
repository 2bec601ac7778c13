import type { LaunchTarget } from "../launch-target.ts";
import { nameOf } from "../paths.ts";
import type { MatchEvidence } from "../vocabulary.ts";
import { byChecksum, isWorthHashing } from "./by-checksum.ts";
import { byEntry, stages } from "./by-name.ts";
import { byTitle, orderAlike } from "./by-title.ts";
import { type Clues, readClues } from "./clues.ts";
import { isBeside, saysNothing } from "./fold-name.ts";
import type { Found, Match } from "./found.ts";
import type { LibraryRom, LocalFile } from "./library.ts";
import type { LibraryIndex, Near } from "./library-index.ts";
import type { PlatformTable, Where } from "./where.ts";

export interface MatchGround {
  index: LibraryIndex;
  platforms: PlatformTable;
}

export interface Subject {
  target: LaunchTarget;
  /** Steam's name for the shortcut. */
  name: string;
}

/** Candidates that are worth showing. */
const mostCandidates = 8;

/**
 * By name first, then by content if `file` was read, then by title. Only name and content can be certain, and only of
 * one rom on a platform that the shortcut tells.
 */
export function matchRom(subject: Subject, ground: MatchGround, file: LocalFile | null = null): Match {
  const { kind } = subject.target;
  if (kind === "launcher" || kind === "pc-game") return nothing("starts-no-rom");
  const clues = readClues(subject, ground.platforms, ground.index.isPlatform);
  if (clues === null) return nothing("not-understood");
  const match = matchClues(clues, ground.index.near(clues.where), file);
  if (kind === "rom") return match;
  // A command that was not understood names a file at best: never enough for more than a question.
  return match.certainty === "certain" ? { ...match, certainty: "likely" } : nothing("not-understood");
}

/** Whether reading the shortcut's file whole could tell which rom it is. */
export function isWorthReading(
  subject: Subject,
  { index, platforms }: MatchGround,
  file: LocalFile,
): boolean {
  const clues = readClues(subject, platforms, index.isPlatform);
  return clues !== null && file.sizeBytes !== null && isWorthHashing(index.near(clues.where), file.sizeBytes);
}

function matchClues(clues: Clues, near: Near, file: LocalFile | null): Match {
  const named = matchByName(clues, near);
  if (named?.certainty === "certain") return withAlike(named, clues, near);
  const read = file === null ? null : matchByContent(clues, file, near);
  if (read?.certainty === "certain") return withAlike(read, clues, near);
  return withAlike(named ?? read ?? byTitle(clues, near), clues, near);
}

/** The first stage that finds one rom settles it; else the first that finds several asks. */
function matchByName(clues: Clues, near: Near): Match | null {
  let likely: Match | null = null;
  for (const stage of stages) {
    const found = settle(clues.where, stage(clues, near), near);
    if (found?.certainty === "certain") return found;
    likely ??= found;
  }
  return likely;
}

function matchByContent(clues: Clues, file: LocalFile, near: Near): Match | null {
  const same = settle(clues.where, byChecksum(file, near), near);
  if (same?.certainty === "certain") return same;
  const games = file.entries.filter((name) => !isBeside(name) && !saysNothing(name));
  const [entry] = games;
  if (entry === undefined || games.length > 1) return same;
  return settle(clues.where, byEntry({ entry: nameOf(entry) }, near), near) ?? same;
}

function settle(where: Where, found: Found | null, near: Near): Match | null {
  const [first, ...others] = nearest(found?.roms ?? [], near);
  if (!found || !first) return null;
  const doubts: MatchEvidence[] = [];
  if (others.length > 0) doubts.push("several-alike");
  if (near.farOf(first) >= 100) doubts.push("kin-platform");
  if (where.by === "nothing" && found.evidence !== "same-checksum") doubts.push("platform-not-told");
  const certainty = found.isDoubtful || doubts.length > 0 ? "likely" : "certain";
  return { certainty, evidence: [found.evidence, ...doubts], candidates: [first, ...others] };
}

/** Those on the nearest platform; of several equally near all. */
function nearest(roms: LibraryRom[], near: Near): LibraryRom[] {
  const least = Math.min(...roms.map(near.farOf));
  return [...new Set(roms)].filter((rom) => near.farOf(rom) === least);
}

/** The player may know better: what is called alike stands behind the proposal. */
function withAlike(match: Match, clues: Clues, near: Near): Match {
  const candidates = new Set([...match.candidates, ...orderAlike(clues, near)]);
  return { ...match, candidates: [...candidates].slice(0, mostCandidates) };
}

function nothing(why: MatchEvidence): Match {
  return { certainty: "none", evidence: [why], candidates: [] };
}
