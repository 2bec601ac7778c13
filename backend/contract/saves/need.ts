import type { Conflict } from "./conflict.ts";
import type { Shortcut } from "./shortcut.ts";

/** What waits for the player: a choice between two saves, or a save that cannot be reached. */
export type Need = { kind: "choice"; conflict: Conflict } | { kind: "look"; shortcut: Shortcut };
