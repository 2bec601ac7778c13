import type { Overview } from "../../backend/contract/overview.ts";
import { FocusRow } from "../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { countGames } from "../stores/topics.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { DialogButton, Focusable, PanelSection, PanelSectionRow } from "../ui/decky-ui.ts";
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
        <Focusable style={doors} flow-children="horizontal">
          {isSignedIn && count > 0 && <AskNow isRunning={overview.runs.current !== null} />}
          <FocusRow focusKey="more" style={door}>
            <DialogButton
              style={button}
              onClick={() => screens.open({ screen: isSignedIn ? "account" : "activity" })}
            >
              {quickAccessWords.moreDoor}
            </DialogButton>
          </FocusRow>
        </Focusable>
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
    <FocusRow focusKey="ask-now" style={door}>
      <DialogButton style={{ ...button, ...(isBusy ? busy : {}) }} onClick={ask}>
        {quickAccessWords.askNow}
      </DialogButton>
    </FocusRow>
  );
}

/** Why the last run over all games did not work, as long as nothing else says it. */
function AskTrouble() {
  const action = useAction("sync-all");
  if (action?.kind !== "trouble") return null;
  return <div style={{ ...quiet, color: colours.bad, opacity: 1, padding: "6px 0" }}>{action.text}</div>;
}

const doors = { display: "flex", gap: 8, paddingTop: 8 };
const door = { flex: 1, minWidth: 0 };
const button = { minWidth: 0, width: "100%", height: "100%", padding: "8px 6px", fontSize: 14 };
const busy = { opacity: 0.7 };
