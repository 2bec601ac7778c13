import { useEffect, useState } from "react";
import type { NoPlace, SaveCandidate } from "../../../backend/contract/saves/place.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import type { Subject } from "./use-subject.ts";

export interface Places {
  candidates: SaveCandidate[];
  /** Why there is none. */
  problem: NoPlace | null;
}

/** Every place where the save may be, by its emulator's settings; null: still looking. */
export function usePlaces(subject: Subject | null): Places | null {
  const { backend } = useSavepoint();
  const [places, setPlaces] = useState<Places | null>(null);
  const appId = subject?.appId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a game; what it starts does not change meanwhile.
  useEffect(() => {
    if (subject === null) return;
    const { take: _take, name: _name, ...asked } = subject;
    const none: Places = { candidates: [], problem: null };
    backend.proposePlaces(asked).then(
      (found) => {
        if (found.ok) return setPlaces({ candidates: found.value, problem: null });
        setPlaces(found.error.kind === "no-place" ? { candidates: [], problem: found.error } : none);
      },
      () => setPlaces(none),
    );
  }, [backend, appId]);
  return places;
}
