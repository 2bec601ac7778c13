import { useState } from "react";
import { TbDeviceFloppy } from "react-icons/tb";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useFrozenOrder } from "../../hooks/frozen-order.ts";
import { useGames } from "../../hooks/savepoint.ts";
import { inOrderOfNeed } from "../../stores/topics.ts";
import { Focusable, TextField } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { RowWindow } from "../../ui/RowWindow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { gamesWords } from "../../words/words.ts";
import { Chips } from "./Chips.tsx";
import { GameRow } from "./GameRow.tsx";
import { countGroups, type GameGroup, groupOf, narrowed } from "./game-groups.ts";

/** What a row and its padding are high, in Steam's pixels. */
const rowPx = 50;

/** Every game of the list, what needs the player first: narrowed down by A on a chip, searched by Y, jumped through by L1 and R1. */
export function GamesPage() {
  const known = useGames();
  const games = useFrozenOrder(inOrderOfNeed(known ?? []), ({ appId }) => appId);
  if (known === null) return null;
  return games.length === 0 ? <NoGames /> : <AllGames games={games} />;
}

function AllGames({ games }: { games: Shortcut[] }) {
  const [group, setGroup] = useState<GameGroup | null>(null);
  /** Null: nothing is searched. */
  const [text, setText] = useState<string | null>(null);
  const shown = narrowed(games, { group, text: text ?? "" });
  const search = () => setText((before) => (before === null ? "" : null));
  const word = text === null ? gamesWords.search : gamesWords.endSearch;
  return (
    <Focusable onOptionsButton={search} onOptionsActionDescription={word}>
      {text !== null && <SearchField text={text} onText={setText} />}
      <Chips counts={countGroups(games)} all={games.length} chosen={group} onChoose={setGroup} />
      {shown.length === 0 && <TextRow focusKey="none-fits">{gamesWords.noneFits}</TextRow>}
      <RowWindow key={`${group} ${text}`} rows={shown.map(rowOf)} />
    </Focusable>
  );
}

function SearchField({ text, onText }: { text: string; onText(text: string): void }) {
  return (
    <FocusRow focusKey="search">
      <TextField
        label={gamesWords.search}
        value={text}
        focusOnMount
        onChange={({ target }) => onText(target.value)}
      />
    </FocusRow>
  );
}

function rowOf(shortcut: Shortcut) {
  return {
    key: shortcut.appId,
    heightPx: rowPx,
    // What needs the player stands above the alphabet.
    letter:
      groupOf[shortcut.status.kind] === "needs-you" ? null : shortcut.name.charAt(0).toLocaleUpperCase(),
    draw: () => <GameRow shortcut={shortcut} isOneOfMany />,
  };
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
