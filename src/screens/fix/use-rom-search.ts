import { useEffect, useState } from "react";
import type { RomCandidate } from "../../../backend/contract/saves/scan.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { syncError } from "../../words/words.ts";

const actionKey = "search-roms";

export interface RomSearch {
  text: string;
  setText(text: string): void;
  run(): void;
  /** Null: nothing was looked for yet. */
  roms: RomCandidate[] | null;
  isBusy: boolean;
  trouble: string | null;
}

/** RomM's games that the player may mean: first those that are known to fit, then what the text finds. */
export function useRomSearch({ name, known }: { name: string; known: RomCandidate[] }): RomSearch {
  const { actions, backend } = useSavepoint();
  const [text, setText] = useState(name);
  const [roms, setRoms] = useState<RomCandidate[] | null>(known.length > 0 ? known : null);
  const action = useAction(actionKey);
  const run = () =>
    void actions.run(actionKey, async () => {
      const found = await backend.searchRoms({ text });
      if (found.ok) setRoms(found.value);
      return found.ok ? null : syncError(found.error);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once on opening; later the player says when.
  useEffect(() => {
    actions.clear(actionKey);
    if (known.length === 0) run();
  }, []);
  return {
    ...{ text, setText, run, roms },
    isBusy: action?.kind === "running",
    trouble: action?.kind === "trouble" ? action.text : null,
  };
}
