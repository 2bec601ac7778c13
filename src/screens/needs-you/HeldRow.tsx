import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { answerAllWords, heldWords, sideText } from "../../words/words.ts";
import { TickRow } from "./TickRow.tsx";

/** One held save: what each side has, as far as it is known. */
export function HeldRow(props: { unit: HeldUnit; isTicked: boolean; onToggle(): void }) {
  const { unit, isTicked, onToggle } = props;
  const { formats } = useSavepoint();
  const how = { formats, nowMs: useNow() };
  const sides = unit.sides === null ? heldWords.notLooked : sideText(unit.sides, how);
  return (
    <TickRow
      focusKey={`held:${unit.unitId}`}
      name={unit.name}
      note={isTicked ? sides : answerAllWords.staysOpen}
      isTicked={isTicked}
      onToggle={onToggle}
      marks={{ "data-held": unit.unitId }}
    />
  );
}
