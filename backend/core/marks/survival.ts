import type { Intent, Marks, Owed } from "../marks.ts";
import type { Unit } from "../state.ts";
import type { Sha256 } from "../vocabulary.ts";
import { lateAfter } from "./late.ts";

/** What can happen to a unit while its marks stand. A start is none of these: they all are on the disk. */
export type Happening =
  /** Another thing is about to be done. */
  | "begin"
  /** Both sides agree, and it is recorded. */
  | "agreement"
  /** An older state came back: what it was about to do is not believed. */
  | "recovery"
  /** The unit's place leads elsewhere by now. */
  | "move"
  /** The save is gone on both sides, or is claimed anew. */
  | "forgetting";

/** `late`: it may still arrive. `unswapped`: what was half replaced is put right first; its hashes tell what it was. */
type Fate = "stays" | "goes" | "late" | "unswapped";

type MarkName = Intent["kind"] | "late" | keyof Owed;

/** The one place that says which mark outlives what. Losing one costs a look; believing an old one may cost a save. */
const survival: Record<MarkName, Record<Happening, Fate>> = {
  pull: { begin: "goes", agreement: "goes", recovery: "unswapped", move: "goes", forgetting: "goes" },
  push: { begin: "late", agreement: "late", recovery: "goes", move: "goes", forgetting: "goes" },
  switch: { begin: "stays", agreement: "stays", recovery: "goes", move: "goes", forgetting: "goes" },
  late: { begin: "stays", agreement: "stays", recovery: "goes", move: "stays", forgetting: "goes" },
  confirm: { begin: "stays", agreement: "goes", recovery: "goes", move: "stays", forgetting: "goes" },
  tracking: { begin: "stays", agreement: "stays", recovery: "goes", move: "stays", forgetting: "goes" },
  branch: { begin: "stays", agreement: "stays", recovery: "goes", move: "goes", forgetting: "goes" },
  look: { begin: "stays", agreement: "goes", recovery: "goes", move: "stays", forgetting: "goes" },
};

/** The marks with this intent standing; as they were where another one must come to its end first. */
export function begin(marks: Marks, intent: Intent): Marks {
  const left = outlive(marks, "begin");
  return left.intent === null ? { ...left, intent } : marks;
}

/** What is left of the marks. An upload of the very content that is agreed on does not come late; one that is sent again may. */
export function outlive(marks: Marks, happening: Happening, agreed: Sha256 | null = null): Marks {
  const { intent, late } = marks;
  const fate = intent && survival[intent.kind][happening];
  const kept = survival.late[happening] === "stays" ? late : [];
  return {
    intent: intent && intentAfter(intent, fate),
    late: fate === "late" && intent?.kind === "push" ? lateAfter(kept, intent, agreed) : kept,
    owed: owedAfter(marks.owed, happening),
  };
}

function intentAfter(intent: Intent, fate: Fate | null): Intent | null {
  if (fate === "stays") return intent;
  const isHalfReplaced = fate === "unswapped" && intent.kind === "pull" && intent.swap !== undefined;
  return isHalfReplaced ? { ...intent, source: { kind: "forgotten" } } : null;
}

function owedAfter({ confirm, tracking, look, branch }: Owed, happening: Happening): Owed {
  const stays = (name: keyof Owed) => survival[name][happening] === "stays";
  return {
    ...(confirm && stays("confirm") && { confirm }),
    ...(tracking && stays("tracking") && { tracking }),
    ...(look && stays("look") && { look }),
    ...(branch && stays("branch") && { branch }),
  };
}

/** Whether anything is unfinished. */
export function hasMarks({ intent, late, owed }: Marks): boolean {
  return intent !== null || late.length > 0 || Object.keys(owed).length > 0;
}

/** As if both sides had never met. */
export function withoutAgreement(unit: Unit): Unit {
  return { ...unit, baseline: null, seen: {}, ...outlive(unit, "forgetting") };
}
