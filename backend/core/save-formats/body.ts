import type { Sha256 } from "../vocabulary.ts";

/** What the bytes of a save say of it, whatever they mean to its game: unpacked, and without its clock. */
export interface Body {
  /** The hash of that; absent: the bytes are that, and it is theirs. */
  progress?: Sha256;
  /** There is a clock behind it, or beside it. */
  hasClock?: true;
  /** Nothing in it that a game would miss. */
  isEmpty?: true;
  measure: Measure;
}

/** By the extension of a set's file; of a single file by no name, of a folder's files together by `wholeTree`. */
export type Measure = Record<string, FileMeasure>;

export const wholeTree = "/";

export interface FileMeasure {
  sizeBytes: number;
  /** Up to the last byte that is not zero. */
  dataBytes: number;
}

export interface Judged {
  sha256: Sha256;
  body?: Body;
}

/** Equal ones are the same progress, however they are packed and whatever their clocks say. */
export function progressOf({ sha256, body }: Judged): Sha256 {
  return body?.progress ?? sha256;
}

export function isSameProgress(a: Judged, b: Judged): boolean {
  return progressOf(a) === progressOf(b);
}

/** What was agreed stays the progress, and what the player chose on top of it becomes the measure. */
export function measuredBy(agreed: Body | undefined, chosen: Body): Body {
  const { progress, hasClock } = agreed ?? {};
  const { measure, isEmpty } = chosen;
  return {
    measure,
    ...(progress && { progress }),
    ...(hasClock && { hasClock }),
    ...(isEmpty && { isEmpty }),
  };
}

export function sizeOf(measure: Measure): number {
  return Object.values(measure).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
