import { type ReactNode, useEffect } from "react";
import type { Overview } from "../../backend/contract/overview.ts";
import { FocusRows } from "../focus/FocusRows.tsx";
import { useOverview, useSavepoint, useScreenInPlace } from "../hooks/savepoint.ts";
import { useLasting, useNow } from "../hooks/time.ts";
import { UndoButton } from "../screens/activity/UndoButton.tsx";
import type { ScreenRoute } from "../screens/routes.ts";
import { Screen } from "../screens/Screen.tsx";
import { countGames } from "../stores/topics.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { SectionBoundary } from "../ui/SectionBoundary.tsx";
import { quickAccessWords } from "../words/words.ts";
import { Doors } from "./Doors.tsx";
import { ElsewhereRows } from "./ElsewhereRows.tsx";
import { GamesRows, ThisGameRows } from "./GamesRows.tsx";
import { HeadlineRows } from "./HeadlineRows.tsx";
import { type Headline, headlineOf } from "./headline.ts";
import { NeedsYouRows } from "./NeedsYouRows.tsx";
import { RestartedRow } from "./RestartedRow.tsx";
import { RunRows } from "./RunRows.tsx";
import { UnreadableRows } from "./UnreadableRows.tsx";

/** Savepoint's page in the Quick Access menu, or the screen that stands in its place. */
export function QuickAccess() {
  const { overview: store, backend } = useSavepoint();
  const nowMs = useNow();
  const screen = useScreenInPlace();
  // Once at each opening, and then at every tick of the clock: an event may have been lost with a connection.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick is what it is about.
  useEffect(() => store.refresh(), [store, nowMs]);
  useEffect(() => void backend.panelOpened({}).catch(() => {}), [backend]);
  return screen === null ? <Rows /> : <InPlace route={screen} />;
}

/** These say themselves where the focus stands on opening. */
const withOwnFocus: ScreenRoute["screen"][] = ["add", "fix", "place"];

function InPlace({ route }: { route: ScreenRoute }) {
  const { screens } = useSavepoint();
  return (
    <FocusRows page="in-place" startKey={withOwnFocus.includes(route.screen) ? null : "back"}>
      <PanelSection>
        <ButtonRow focusKey="back" onPress={screens.leave}>
          {quickAccessWords.back}
        </ButtonRow>
        <Screen route={route} onDone={screens.leave} />
      </PanelSection>
    </FocusRows>
  );
}

/** From top to bottom: the truth, what needs you, what goes on, this game, five games, the ways on. */
function Rows() {
  const snapshot = useOverview();
  const isOld = useLasting(!snapshot.isFresh, 400);
  const { overview } = snapshot;
  const headline = headlineOf(snapshot);
  return (
    <FocusRows page="quick-access" startKey={startKeyOf(headline, overview)}>
      <Guarded overview={overview}>
        <HeadlineRows headline={headline} />
      </Guarded>
      {overview !== null && (
        <div
          style={{ opacity: isOld ? 0.7 : 1, transition: "opacity 0.2s" }}
          data-fresh={String(snapshot.isFresh)}
        >
          <Below overview={overview} />
        </div>
      )}
    </FocusRows>
  );
}

function Below({ overview }: { overview: Overview }) {
  const { current } = overview.runs;
  if (overview.connection.kind === "signed-out" && countGames(overview) === 0) {
    return overview.elsewhere ? <ElsewhereRows other={overview.elsewhere} /> : null;
  }
  const sections: [string, ReactNode][] = [
    ["restarted", <RestartedRow key="restarted" />],
    ["unreadable", <UnreadableRows key="unreadable" overview={overview} />],
    ["needs-you", <NeedsYouRows key="needs-you" overview={overview} />],
    ["undo", <UndoButton key="undo" isInMenu />],
    ["run", current === null ? null : <RunRows key="run" run={current} />],
    ["this-game", <ThisGameRows key="this-game" overview={overview} />],
    ["games", <GamesRows key="games" overview={overview} />],
    ["doors", <Doors key="doors" overview={overview} />],
  ];
  return sections.map(([name, section]) => (
    <Guarded key={name} overview={overview}>
      {section}
    </Guarded>
  ));
}

/** A part that breaks leaves the others standing. */
function Guarded({ overview, children }: { overview: Overview | null; children: ReactNode }) {
  return (
    <SectionBoundary text={quickAccessWords.broken} retryKey={overview}>
      {children}
    </SectionBoundary>
  );
}

/** The safest useful thing: what needs the player, else the game that runs, else the headline or its one button. */
function startKeyOf(headline: Headline, overview: Overview | null): string | null {
  if (overview === null) return headline.kind === "loading" ? null : "headline";
  if (headline.kind === "signed-out") return "set-up";
  if (headline.kind === "sign-in-again") return "sign-in-again";
  if (headline.kind === "no-games") return "find-games";
  if (headline.kind === "on-hold") return "look-at-them";
  const need = overview.needsYou.first[0];
  if (need?.kind === "choice") return `choice:${need.conflict.conflictId}`;
  if (need?.kind === "look") return `game:${need.shortcut.appId}`;
  const { playing } = overview;
  return playing === null ? "headline" : `game:${playing.appId}`;
}
