import { TbChevronDown, TbChevronRight } from "react-icons/tb";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { Field } from "../../ui/decky-ui.ts";
import { RowWindow, type WindowRow } from "../../ui/RowWindow.tsx";
import { foundWords, sectionTitle } from "../../words/words.ts";
import { FoundRow, foundRowPx } from "./FoundRow.tsx";
import type { FoundGame, FoundSection } from "./found-games.ts";
import { useFoundState } from "./use-found.ts";

/** In this order; a folded section shows so many rows, so that the next one is not far. */
const sections: [FoundSection, number][] = [
  ["ready", 2],
  ["look-at", 20],
  ["not-in-romm", 2],
];

/** All that was found, in three parts that fold. */
export function FoundList({ games }: { games: FoundGame[] }) {
  const { unfolded, leftAt } = useFoundState();
  const rows = sections.flatMap(([section, foldedMax]) => {
    const own = games.filter((game) => game.section === section);
    if (own.length === 0) return [];
    const isFolded = own.length > foldedMax + 1 && !unfolded.has(section);
    return [
      headOf({ section, count: own.length, fold: own.length > foldedMax + 1 ? { isFolded } : null }),
      ...own.slice(0, isFolded ? foldedMax : own.length).map(rowOf),
    ];
  });
  return <RowWindow rows={rows} startKey={leftAt} />;
}

function rowOf(game: FoundGame): WindowRow {
  const { appId, name } = game.match.app;
  return {
    key: appId,
    heightPx: foundRowPx,
    letter: name.charAt(0).toLocaleUpperCase(),
    draw: () => <FoundRow game={game} />,
  };
}

interface Head {
  section: FoundSection;
  count: number;
  /** Null: too short to fold. */
  fold: { isFolded: boolean } | null;
}

function headOf(head: Head): WindowRow {
  return { key: head.section, heightPx: 34, letter: null, draw: () => <SectionHead {...head} /> };
}

function SectionHead({ section, count, fold }: Head) {
  const { found } = useSavepoint();
  const press = usePress(() => found.toggle(section));
  const title = sectionTitle(section, count);
  if (fold === null) return <div style={{ ...head, padding: "8px 16px 6px" }}>{title}</div>;
  const word = fold.isFolded ? foundWords.show : foundWords.fewer;
  return (
    <FocusRow focusKey={`section:${section}`}>
      <Field
        focusable
        highlightOnFocus
        bottomSeparator="none"
        padding="compact"
        {...press}
        onOKActionDescription={word}
        label={
          <div style={{ ...head, display: "flex", gap: 8 }}>
            {title}
            <span style={{ display: "flex", alignItems: "center", fontWeight: "normal", opacity: 0.75 }}>
              {fold.isFolded ? <TbChevronRight /> : <TbChevronDown />}
              {word}
            </span>
          </div>
        }
      />
    </FocusRow>
  );
}

const head = { fontSize: 14, lineHeight: "20px", fontWeight: "bold" } as const;
