import type { NewerElsewhere } from "../../../backend/contract/saves/newer-elsewhere.ts";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { useAction, useDismissed, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { confirmFirst } from "../../ui/confirm-first.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { reportTrouble } from "../../words/report-trouble.ts";
import { careWords, commonWords, newerText } from "../../words/words.ts";

/** A newer save that no sync fetches; it comes by the player's word, after he has read what is kept. */
export function NewerElsewhereRows(props: { shortcut: Shortcut; newer: NewerElsewhere }) {
  const { shortcut, newer } = props;
  const savepoint = useSavepoint();
  const { actions, backend, dismissed, formats, overview } = savepoint;
  const nowMs = useNow();
  const { appId, name } = shortcut;
  const { saveId } = newer;
  const key = `adopt:${appId}`;
  const action = useAction(key);
  if (useDismissed().has(saveId)) return null;
  const adopt = () =>
    void actions.run(key, async () => {
      const outcome = await backend.adoptSave({ appId, saveId });
      overview.refresh();
      return reportTrouble(outcome);
    });
  const text = newerText(newer, formats.moment(newer.atMs, nowMs));
  const question = {
    title: name,
    text: `${text} ${careWords.newerKept}`,
    yes: careWords.playHere,
    no: careWords.notNow,
  };
  return (
    <>
      <TextRow focusKey="newer" marks={{ "data-newer": String(saveId) }}>
        {action?.kind === "running" ? commonWords.working : text}
      </TextRow>
      <TroubleRow action={action} focusKey="newer-trouble" />
      <Buttons>
        <SideButton focusKey="adopt" onPress={() => confirmFirst(savepoint, question, adopt)}>
          {careWords.playHere}
        </SideButton>
        <SideButton focusKey="not-now" onPress={() => dismissed.add(saveId)}>
          {careWords.notNow}
        </SideButton>
      </Buttons>
    </>
  );
}
