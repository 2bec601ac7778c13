import { useState } from "react";
import { TbDeviceFloppy } from "react-icons/tb";
import { useFrozenOrder } from "../../hooks/frozen-order.ts";
import { useGames } from "../../hooks/savepoint.ts";
import { inOrderOfNeed } from "../../stores/topics.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { commonWords, gamesWords } from "../../words/words.ts";
import { GameRow } from "./GameRow.tsx";

/** Rows are drawn by the page: thousands at once would stop Steam's interface for seconds. */
const pageSize = 50;

/** Every game of the list, what needs the player first. */
export function GamesPage() {
  const known = useGames();
  const [shownMax, setShownMax] = useState(pageSize);
  const games = useFrozenOrder(inOrderOfNeed(known ?? []), ({ appId }) => appId);
  if (known === null) return null;
  if (games.length === 0) return <NoGames />;
  return (
    <>
      {games.slice(0, shownMax).map((shortcut) => (
        <GameRow key={shortcut.appId} shortcut={shortcut} />
      ))}
      {games.length > shownMax && (
        <ButtonRow focusKey="more-games" onPress={() => setShownMax(shownMax + pageSize)}>
          {commonWords.more(Math.min(pageSize, games.length - shownMax))}
        </ButtonRow>
      )}
    </>
  );
}

function NoGames() {
  return (
    <LineRow
      focusKey="no-games"
      tone="muted"
      icon={<TbDeviceFloppy />}
      title={gamesWords.none}
      note={gamesWords.noneBody}
    />
  );
}
