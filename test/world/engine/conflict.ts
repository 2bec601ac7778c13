import type { SyncLine } from "../../../backend/contract/saves/sync.ts";
import type { ConflictId } from "../../../backend/core/vocabulary.ts";
import { type EngineDeck, expectOk } from "./deck.ts";

/** Of the first question that is open on the Deck. */
export async function conflictIdOf({ api }: EngineDeck): Promise<ConflictId> {
  const [conflict] = await api.listConflicts({});
  if (!conflict) throw new Error("Nothing is asked.");
  return conflict.conflictId;
}

/** Answers the first question that is open; what came of it. */
export async function answer(deck: EngineDeck, choice: "keep-local" | "take-remote"): Promise<SyncLine[]> {
  const conflictId = await conflictIdOf(deck);
  return expectOk(await deck.api.resolveConflicts({ choices: [{ conflictId, choice }] })).lines;
}
