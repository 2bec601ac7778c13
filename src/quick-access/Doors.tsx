import type { Overview } from "../../backend/contract/overview.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { countGames } from "../stores/topics.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { Buttons, SideButton } from "../ui/Buttons.tsx";
import { PanelSection, PanelSectionRow } from "../ui/decky-ui.ts";
import { colours, quiet } from "../ui/theme.ts";
import { reportTrouble } from "../words/report-trouble.ts";
import { quickAccessWords } from "../words/words.ts";

/** The ways on: all games, ask RomM about all of them now, and the other pages. */
export function Doors({ overview }: { overview: Overview }) {
  const { screens } = useSavepoint();
  const isSignedIn = overview.connection.kind === "connected";
  const count = countGames(overview);
  return (
    <PanelSection>
      {count > 0 && (
        <ButtonRow focusKey="all-games" onPress={() => screens.open({ screen: "games" })}>
          {quickAccessWords.allGames(count)}
        </ButtonRow>
      )}
      <PanelSectionRow>
        <Buttons>
          {isSignedIn && count > 0 && <AskNow isRunning={overview.runs.current !== null} />}
          <SideButton
            focusKey="more"
            onPress={() => screens.open({ screen: isSignedIn ? "account" : "activity" })}
          >
            {quickAccessWords.moreDoor}
          </SideButton>
        </Buttons>
      </PanelSectionRow>
      <AskTrouble />
    </PanelSection>
  );
}

function AskNow({ isRunning }: { isRunning: boolean }) {
  const { actions, backend } = useSavepoint();
  const isBusy = useAction("sync-all")?.kind === "running" || isRunning;
  const ask = () => {
    if (!isBusy) actions.run("sync-all", async () => reportTrouble(await backend.syncAll({})));
  };
  return (
    <SideButton focusKey="ask-now" isDimmed={isBusy} onPress={ask}>
      {quickAccessWords.askNow}
    </SideButton>
  );
}

/** Why the last run over all games did not work, as long as nothing else says it. */
function AskTrouble() {
  const action = useAction("sync-all");
  if (action?.kind !== "trouble") return null;
  return <div style={{ ...quiet, color: colours.bad, opacity: 1, padding: "6px 0" }}>{action.text}</div>;
}
