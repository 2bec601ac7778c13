import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { useAction } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { commonWords, heldWords } from "../../words/words.ts";
import { HeldGroupRows } from "./HeldGroupRows.tsx";
import { groupHeld } from "./held-groups.ts";
import { heldActionKey, useHeldAnswers } from "./use-held-answers.ts";

/** The saves that looked lost all at once, by what happened to them: each group has its own answers. */
export function HeldGroups({ held }: { held: HeldUnit[] }) {
  const action = useAction(heldActionKey);
  const { lookAgain } = useHeldAnswers();
  const isBusy = action?.kind === "running";
  const text = isBusy ? commonWords.working : heldWords.untouched;
  return (
    <GuardedDialog text={<TextRow focusKey="held">{text}</TextRow>}>
      <EarlyNote />
      <TroubleRow action={action} focusKey="held-trouble" />
      {groupHeld(held).map((group) => (
        <HeldGroupRows key={group.key} group={group} />
      ))}
      <ButtonRow focusKey="look-again" isBusy={isBusy} onPress={lookAgain}>
        {heldWords.lookAgain}
      </ButtonRow>
    </GuardedDialog>
  );
}
