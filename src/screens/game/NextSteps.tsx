import { useState } from "react";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { runGame } from "../../steam/run-game.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { gameDetailWords, gamesWords, reasons, syncError, wouldDo } from "../../words/words.ts";
import { useGameActions } from "../games/game-actions.ts";
import { MovedDoor } from "../moved/MovedDoor.tsx";

/** What can be done about the save as it stands, and what always can. */
export function NextSteps({ shortcut }: { shortcut: Shortcut }) {
  const { appId, isTracked, status, unwrittenSessions = 0 } = shortcut;
  const remedy = useRemedy(shortcut);
  const { askNow } = useGameActions(appId);
  const { ask, answer } = useDryRun(shortcut);
  const isPlaying = status.kind === "playing";
  return (
    <>
      {unwrittenSessions >= unwrittenMin && (
        <TextRow focusKey="unwritten">{gameDetailWords.unwritten(unwrittenSessions)}</TextRow>
      )}
      {remedy && (
        <ButtonRow focusKey="remedy" onPress={remedy.run}>
          {remedy.label}
        </ButtonRow>
      )}
      {status.kind === "unlinked" && <MovedDoor />}
      {!isPlaying && (
        <Buttons>
          {isTracked && (
            <>
              <SideButton focusKey="ask-now" onPress={askNow}>
                {gamesWords.askNow}
              </SideButton>
              <SideButton focusKey="would" onPress={ask}>
                {gameDetailWords.wouldHappen}
              </SideButton>
            </>
          )}
          <SideButton focusKey="play" onPress={() => runGame(appId)}>
            {gameDetailWords.play}
          </SideButton>
        </Buttons>
      )}
      {answer !== null && <TextRow focusKey="would-answer">{answer}</TextRow>}
    </>
  );
}

/** Sessions in a row that wrote nothing, from which on that is worth a word. */
const unwrittenMin = 3;

/** Each state that the player can end has its one button. */
function useRemedy({ appId, status, unwrittenSessions = 0 }: Shortcut) {
  const { screens } = useSavepoint();
  const { askNow, follow } = useGameActions(appId);
  const otherPlace = {
    label: gameDetailWords.otherPlace,
    run: () => screens.open({ screen: "place", appId }),
  };
  switch (status.kind) {
    case "unlinked":
      return { label: gameDetailWords.findAgain, run: () => screens.open({ screen: "fix", appId }) };
    case "location-unavailable":
      return { label: gameDetailWords.lookAgain, run: askNow };
    case "unsupported":
      return otherPlace;
    case "untracked":
      return { label: gamesWords.turnOn, run: () => follow(true) };
    case "held":
      return { label: gameDetailWords.answer, run: () => screens.open({ screen: "needs-you" }) };
    default:
      return unwrittenSessions >= unwrittenMin ? otherPlace : null;
  }
}

/** What a sync would do now, in a sentence, and why; nothing moves. */
function useDryRun({ appId }: Shortcut) {
  const { actions, backend } = useSavepoint();
  const [answer, setAnswer] = useState<string | null>(null);
  const key = `would:${appId}`;
  const action = useAction(key);
  const ask = () =>
    void actions.run(key, async () => {
      const outcome = await backend.syncShortcut({ appId, dryRun: true });
      if (!outcome.ok) return syncError(outcome.error);
      const line = outcome.value.lines.find(({ appIds }) => appIds.includes(appId));
      if (line?.problem) return syncError(line.problem);
      setAnswer(line ? `${reasons[line.reason]} ${wouldDo[line.decision]}` : wouldDo.keep);
      return null;
    });
  if (action?.kind === "running") return { ask, answer: gamesWords.working };
  return { ask, answer: action?.kind === "trouble" ? action.text : answer };
}
