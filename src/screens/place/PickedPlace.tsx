import { useEffect, useRef } from "react";
import { TbAlertTriangleFilled, TbCircleCheckFilled } from "react-icons/tb";
import { focusInto } from "../../focus/focusable.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { objectionText, placeWords } from "../../words/words.ts";
import { tailOf } from "./paths.ts";
import type { Weighed } from "./use-place-taking.ts";

/** What was picked: what it holds, what speaks against it, and the button that takes it, where that can be. */
export function PickedPlace({ weighed, onUse }: { weighed: Weighed; onUse(): void }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const block = useRef<HTMLDivElement>(null);
  const { place, check } = weighed;
  const { objections, fileCount, sizeBytes, modifiedAtMs } = check;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was picked just now is looked at.
  useEffect(() => focusInto(block.current), [weighed]);
  const holds =
    fileCount === 0 || modifiedAtMs === null
      ? placeWords.notThere
      : placeWords.holds(fileCount, formats.size(sizeBytes), formats.moment(modifiedAtMs, nowMs));
  const isFine = objections.length === 0;
  return (
    <div ref={block}>
      <LineRow
        focusKey="picked"
        icon={isFine ? <TbCircleCheckFilled /> : <TbAlertTriangleFilled />}
        tone={isFine ? "good" : "attention"}
        title={tailOf(place.location)}
        marks={{ "data-picked": "" }}
        note={[holds, ...objections.map(objectionText)].join(" · ")}
      />
      {!objections.some(({ isFinal }) => isFinal) && (
        <ButtonRow focusKey="use" description={placeWords.stays} onPress={onUse}>
          {isFine ? placeWords.use : placeWords.useAnyway}
        </ButtonRow>
      )}
    </div>
  );
}
