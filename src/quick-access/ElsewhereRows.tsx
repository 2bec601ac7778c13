import { TbInfoCircle } from "react-icons/tb";
import type { OtherInstallation } from "../../backend/contract/other-installation.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { elsewhereText, elsewhereWords } from "../words/words.ts";

/** What Savepoint left under another name, and the way to bring it over. */
export function ElsewhereRows({ other }: { other: OtherInstallation }) {
  const { actions, backend } = useSavepoint();
  const action = useAction("adopt");
  const adopt = async () => {
    const outcome = await backend.adoptInstallation({ folder: other.folder });
    return outcome.ok ? null : elsewhereWords.errors[outcome.error.kind];
  };
  return (
    <PanelSection>
      <LineRow
        focusKey="elsewhere"
        isSentence
        tone="accent"
        icon={<TbInfoCircle />}
        title={elsewhereWords.title}
        note={elsewhereText(other)}
      />
      <ButtonRow
        focusKey="adopt"
        isBusy={action?.kind === "running"}
        onPress={() => actions.run("adopt", adopt)}
        description={action?.kind === "trouble" ? action.text : undefined}
      >
        {elsewhereWords.adopt}
      </ButtonRow>
    </PanelSection>
  );
}
