import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { careWords, commonWords, registerError } from "../../words/words.ts";
import { useGameActions } from "../games/game-actions.ts";
import { tailOf } from "../place/paths.ts";
import { NewerElsewhereRows } from "./NewerElsewhereRows.tsx";

/** What of a game's save wants the player's eye, whichever tab is looked at. */
export function CareRows({ shortcut }: { shortcut: Shortcut }) {
  const { movedTo, mayNotLoad, newerElsewhere, status } = shortcut;
  return (
    <>
      {movedTo !== undefined && <MovedRows shortcut={shortcut} movedTo={movedTo} />}
      {mayNotLoad !== undefined && (
        <TextRow focusKey="may-not-load">{careWords.mayNotLoad(mayNotLoad)}</TextRow>
      )}
      {newerElsewhere !== undefined && <NewerElsewhereRows shortcut={shortcut} newer={newerElsewhere} />}
      {status.kind === "playing" && status.isUnsent === true && <SendNow shortcut={shortcut} />}
    </>
  );
}

/** Its emulator keeps the save elsewhere by now; nothing of both places moves before the player said which it is. */
function MovedRows({ shortcut, movedTo }: { shortcut: Shortcut; movedTo: Shortcut["save"] }) {
  const { actions, backend, overview } = useSavepoint();
  const { appId, save: present } = shortcut;
  const key = `moved:${appId}`;
  const action = useAction(key);
  const choose = (save: Shortcut["save"]) =>
    void actions.run(key, async () => {
      const outcome = await backend.setSaveLocation({ appId, save });
      overview.refresh();
      return outcome.ok ? null : registerError(outcome.error);
    });
  const text = action?.kind === "running" ? commonWords.working : careWords.moved(tailOf(movedTo));
  return (
    <>
      <TextRow focusKey="moved">{text}</TextRow>
      <TroubleRow action={action} focusKey="moved-trouble" />
      <Buttons>
        <SideButton focusKey="follow" onPress={() => choose(movedTo)}>
          {careWords.follow}
        </SideButton>
        <SideButton focusKey="stay" onPress={() => choose(present)}>
          {careWords.stay(tailOf(present))}
        </SideButton>
      </Buttons>
    </>
  );
}

/** Of a game that was left open; what it writes afterwards follows when it ends. */
function SendNow({ shortcut: { appId } }: { shortcut: Shortcut }) {
  const { sendNow, key } = useGameActions(appId);
  const action = useAction(key);
  return (
    <ButtonRow
      focusKey="send-now"
      isBusy={action?.kind === "running"}
      description={action?.kind === "trouble" ? action.text : careWords.sendNowNote}
      onPress={sendNow}
    >
      {action?.kind === "running" ? commonWords.working : careWords.sendNow}
    </ButtonRow>
  );
}
