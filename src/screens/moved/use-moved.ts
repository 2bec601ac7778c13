import { useEffect, useState } from "react";
import type { MovedRom } from "../../../backend/contract/saves/moved-rom.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { registerError, syncError } from "../../words/words.ts";

const lookKey = "find-moved";
const followKey = "follow-moved";

/** Games that RomM has elsewhere by now: looked for on opening, followed by one press. */
export function useMoved() {
  const { actions, backend, overview } = useSavepoint();
  const [found, setFound] = useState<MovedRom[] | null>(null);
  const [followed, setFollowed] = useState<number | null>(null);
  const [left, setLeft] = useState<ReadonlySet<MovedRom>>(new Set());
  const toggle = (moved: MovedRom) => {
    const next = new Set(left);
    if (!next.delete(moved)) next.add(moved);
    setLeft(next);
  };
  const look = () =>
    void actions.run(lookKey, async () => {
      const outcome = await backend.findMovedRoms({});
      if (outcome.ok) setFound(outcome.value);
      return outcome.ok ? null : syncError(outcome.error);
    });
  const follow = (moves: MovedRom[]) =>
    void actions.run(followKey, async () => {
      const all = moves.flatMap(({ appIds, rom: { romId } }) => appIds.map((appId) => ({ appId, romId })));
      const outcome = await backend.followRoms({ moves: all });
      overview.refresh();
      if (!outcome.ok) return registerError(outcome.error);
      setFollowed(moves.length);
      setFound((before) => before?.filter((each) => !moves.includes(each)) ?? null);
      return null;
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once on opening; later the player says when.
  useEffect(() => {
    actions.clear(followKey);
    look();
  }, []);
  return {
    ...{ found, followed, left, toggle, look, follow },
    looking: useAction(lookKey),
    following: useAction(followKey),
  };
}
