import { FocusRows } from "../focus/FocusRows.tsx";
import { navigateBack, type useRouteParams } from "../ui/decky-ui.ts";
import { ScreenFrame } from "../ui/ScreenFrame.tsx";
import { AddScreen } from "./add/AddScreen.tsx";
import { WhichSave } from "./choose/WhichSave.tsx";
import { FixScreen } from "./fix/FixScreen.tsx";
import { GameScreen } from "./game/GameScreen.tsx";
import { MoveScreen } from "./move/MoveScreen.tsx";
import { MovedScreen } from "./moved/MovedScreen.tsx";
import { Pages } from "./Pages.tsx";
import { pageBodies } from "./page-bodies.tsx";
import { PlaceScreen } from "./place/PlaceScreen.tsx";
import { pageNames, routeOf, type ScreenRoute } from "./routes.ts";
import { StartScreen } from "./start/StartScreen.tsx";

/** The screen itself, wherever it stands; `onDone` leaves it when there is nothing more to do in it. */
export function Screen({ route, onDone }: { route: ScreenRoute; onDone?: () => void }) {
  const done = onDone === undefined ? {} : { onDone };
  switch (route.screen) {
    case "game":
      return <GameScreen appId={route.appId} />;
    case "choose":
      return <WhichSave conflictId={route.conflictId} {...done} />;
    case "add":
      return <AddScreen {...done} />;
    case "fix":
      return <FixScreen appId={route.appId} onDone={onDone ?? (() => {})} />;
    case "place":
      return <PlaceScreen appId={route.appId} onDone={onDone ?? (() => {})} />;
    case "start":
      return <StartScreen {...done} />;
    case "move":
      return <MoveScreen {...done} />;
    case "moved":
      return <MovedScreen />;
    default:
      return pageBodies[route.screen]();
  }
}

/** Where the focus stands on opening; what is left out here Steam puts on the first row. */
const startKeys: Partial<Record<ScreenRoute["screen"], string>> = {
  start: "address",
  move: "address",
  moved: "facts",
  choose: "facts",
  game: "state",
};

/** The screen as a page of Steam's own, found by what Steam's router says. */
export function RoutedScreen({ useParams }: { useParams: NonNullable<typeof useRouteParams> }) {
  const route = routeOf(useParams()) ?? { screen: "games" };
  const page = pageNames.find((name) => name === route.screen);
  if (page !== undefined) return <Pages page={page} />;
  return (
    <ScreenFrame>
      <FocusRows page={route.screen} startKey={startKeys[route.screen] ?? null}>
        <Screen route={route} onDone={navigateBack} />
      </FocusRows>
    </ScreenFrame>
  );
}
