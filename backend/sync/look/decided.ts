import type { Verdict } from "../../core/decide/decide.ts";

export type Decided = Verdict & { kind: "decided" };
