import { useState } from "react";
import type { PlaceCheck } from "../../../backend/contract/saves/place.ts";
import type { ShortcutBinding } from "../../../backend/contract/saves/shortcut.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { registerError } from "../../words/words.ts";
import { type FoundPlace, measured } from "../found/found-games.ts";
import type { Subject } from "./use-subject.ts";

/** A place with what it holds and what speaks against it. */
export interface Weighed {
  place: FoundPlace;
  check: PlaceCheck;
}

const actionKey = "place";

/** Weighs a place, and takes one. */
export function usePlaceTaking(subject: Subject | null, onDone: () => void) {
  const { actions, backend } = useSavepoint();
  const [weighed, setWeighed] = useState<Weighed | null>(null);
  const action = useAction(actionKey);
  return {
    weighed,
    weigh: (save: ShortcutBinding["save"]) =>
      void actions.run(actionKey, async () => {
        if (subject === null) return null;
        const { appId, romId } = subject;
        const checked = await backend.checkPlace({ appId, save, ...(romId === undefined ? {} : { romId }) });
        if (!checked.ok) return registerError(checked.error);
        const { fileCount, sizeBytes, modifiedAtMs } = checked.value;
        const size = fileCount === 0 ? null : sizeBytes;
        // What is read before it is used says that it travels as one.
        const isCard = checked.value.objections.some(({ kind }) => kind === "shared-card");
        const location = isCard ? ({ ...save, isWholeCard: true } as const) : save;
        setWeighed({
          place: measured({ location, sizeBytes: size, modifiedAtMs }),
          check: checked.value,
        });
        return null;
      }),
    take: (place: Omit<FoundPlace, "isMeasured">) =>
      void actions.run(actionKey, async () => {
        const refusal = subject === null ? null : await subject.take(measured(place));
        if (refusal === null) onDone();
        return refusal;
      }),
    trouble: action?.kind === "trouble" ? action.text : null,
  };
}
