import { TbHandStop } from "react-icons/tb";
import type { HeldChoice, HeldUnit } from "../../../backend/contract/saves/held.ts";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { reportTrouble } from "../../words/report-trouble.ts";
import { commonWords, heldReasons, heldWaits, needsYouWords } from "../../words/words.ts";

const actionKey = "release-held";

/** The saves that looked lost all at once: one answer for all of them. */
export function HeldGames({ held }: { held: HeldUnit[] }) {
  const { actions, backend } = useSavepoint();
  const action = useAction(actionKey);
  const release = (choice: HeldChoice, units: HeldUnit[]) =>
    actions.run(actionKey, async () =>
      reportTrouble(await backend.releaseHeld({ unitIds: units.map(({ unitId }) => unitId), choice })),
    );
  const note = action?.kind === "running" ? commonWords.working : needsYouWords.nothingLost;
  return (
    <GuardedDialog text={<TextRow focusKey="held">{needsYouWords.heldBody(held.length)}</TextRow>}>
      <Buttons>
        <Answer choice="go-on" units={held} onChoose={release} />
        <Answer choice="keep-local" units={held.filter(hasSide("local"))} onChoose={release} />
        <Answer choice="take-remote" units={held.filter(hasSide("remote"))} onChoose={release} />
      </Buttons>
      <EarlyNote />
      {action?.kind === "trouble" ? (
        <TextRow focusKey="held-trouble" isTrouble>
          {action.text}
        </TextRow>
      ) : (
        <TextRow focusKey="held-note">{note}</TextRow>
      )}
      {held.map((unit) => (
        <HeldRow key={unit.unitId} unit={unit} />
      ))}
    </GuardedDialog>
  );
}

function HeldRow({ unit }: { unit: HeldUnit }) {
  return (
    <LineRow
      focusKey={`held:${unit.unitId}`}
      tone="attention"
      icon={<TbHandStop />}
      title={unit.name}
      note={`${heldReasons[unit.reason]} ${heldWaits[unit.decision]}`}
      marks={{ "data-held": unit.unitId }}
    />
  );
}

/** A choice for which no save has a side is left out. */
function Answer(props: {
  choice: HeldChoice;
  units: HeldUnit[];
  onChoose(choice: HeldChoice, units: HeldUnit[]): void;
}) {
  const { choice, units, onChoose } = props;
  if (units.length === 0) return null;
  return (
    <SideButton focusKey={`answer:${choice}`} isGuarded onPress={() => onChoose(choice, units)}>
      {needsYouWords.heldChoices[choice]}
    </SideButton>
  );
}

/** A side that was not looked at since the start may be there. */
function hasSide(side: "local" | "remote") {
  return ({ sides }: HeldUnit): boolean => sides === null || sides[side] !== null;
}
