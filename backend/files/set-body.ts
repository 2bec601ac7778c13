import { createHash } from "node:crypto";
import { extensionOf } from "../core/paths.ts";
import { type Body, type Measure, progressOf, type Judged as WithBody } from "../core/save-formats/body.ts";
import { isClockFile } from "../core/save-formats/clocks.ts";
import { set } from "../core/shapes/set.ts";
import type { Sha256 } from "../core/vocabulary.ts";

export type Judged = WithBody & { body: Body };

/** Of all files of a set: its clocks left out, of one file that is left what that file says by itself. */
export function bodyOfSet(members: readonly (Judged & { name: string; isBlank: boolean })[]): Body {
  const saves = members.filter(({ name }) => !isClockFile(name));
  const counted = saves.length > 0 ? saves : members;
  const hasClock = saves.length < members.length || members.some(({ body }) => body.hasClock);
  return {
    progress: progressOfAll(counted),
    ...(hasClock && { hasClock: true }),
    ...(set.isEmpty(members) && { isEmpty: true }),
    measure: measureOf(counted),
  };
}

function progressOfAll(members: readonly (Judged & { name: string })[]): Sha256 {
  const [only] = members;
  if (members.length === 1 && only) return progressOf(only);
  const lines = members.map((member) => `${extensionOf(member.name)}:${progressOf(member)}\n`).toSorted();
  return createHash("sha256").update(lines.join("")).digest("hex") as Sha256;
}

/** Names of one extension count together. */
function measureOf(members: readonly (Judged & { name: string })[]): Measure {
  const [only] = members;
  if (members.length === 1 && only) return only.body.measure;
  const measure: Measure = {};
  for (const { name, body } of members) {
    const key = extensionOf(name).toLowerCase();
    const { sizeBytes = 0, dataBytes = 0 } = measure[key] ?? {};
    const own = body.measure[""] ?? { sizeBytes: 0, dataBytes: 0 };
    measure[key] = { sizeBytes: sizeBytes + own.sizeBytes, dataBytes: dataBytes + own.dataBytes };
  }
  return measure;
}
