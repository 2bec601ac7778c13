import type { Overview } from "../../backend/contract/overview.ts";
import { useFrozenOrder } from "../hooks/frozen-order.ts";
import { GameRow } from "../screens/games/GameRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { quickAccessWords } from "../words/words.ts";

/** The game that runs. */
export function ThisGameRows({ overview: { playing } }: { overview: Overview }) {
  if (playing === null) return null;
  return (
    <PanelSection title={quickAccessWords.thisGame}>
      <GameRow shortcut={playing} />
    </PanelSection>
  );
}

/** Five games, in the order in which they stood when the page was opened. */
export function GamesRows({ overview }: { overview: Overview }) {
  const shown = useFrozenOrder(overview.recent, ({ appId }) => appId);
  if (shown.length === 0) return null;
  return (
    <PanelSection title={quickAccessWords.games}>
      {shown.map((shortcut) => (
        <GameRow key={shortcut.appId} shortcut={shortcut} />
      ))}
    </PanelSection>
  );
}
