import { TbFolder } from "react-icons/tb";
import type { SaveCandidate } from "../../../backend/contract/saves/place.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { placeReason, placeWords } from "../../words/words.ts";
import { tailOf } from "./paths.ts";

/** A place that is offered, with what stands there and why it is offered; A takes it. */
export function CandidateRow(props: { focusKey: string; candidate: SaveCandidate; onTake(): void }) {
  const { focusKey, candidate, onTake } = props;
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { location, sizeBytes, modifiedAtMs, why } = candidate;
  const holds =
    sizeBytes === null || modifiedAtMs === null
      ? placeWords.notThere
      : `${formats.size(sizeBytes)}, ${formats.moment(modifiedAtMs, nowMs)}`;
  return (
    <LineRow
      focusKey={focusKey}
      field={{ ...usePress(onTake), onOKActionDescription: placeWords.use }}
      icon={<TbFolder />}
      tone={sizeBytes === null ? "muted" : "accent"}
      title={tailOf(location)}
      note={`${holds} · ${placeReason(why)}`}
    />
  );
}
