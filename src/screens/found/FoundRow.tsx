import { TbQuestionMark, TbSquare, TbSquareCheck } from "react-icons/tb";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { Field } from "../../ui/decky-ui.ts";
import { Line } from "../../ui/Line.tsx";
import { rowMenu } from "../../ui/row-menu.tsx";
import { oneLine, quiet } from "../../ui/theme.ts";
import { foundWords, matchEvidence } from "../../words/words.ts";
import type { FoundGame } from "./found-games.ts";
import { useSaveText } from "./save-text.ts";

/** What a row and its padding are high, in Steam's pixels. */
export const foundRowPx = 50;

/** One game: ticked or not, why it is taken for which of RomM's, and where its save is. */
export function FoundRow({ game }: { game: FoundGame }) {
  const { focus } = useSavepoint();
  const { match, rom, isTicked, section } = game;
  const { appId, name } = match.app;
  const { press, word, change, findPlace } = useRowActions(game);
  const { length } = match.candidates;
  const several = rom === null && length > 1 ? foundWords.several(length) : undefined;
  const evidence = match.evidence.filter((one) => several === undefined || one !== "several-alike");
  const why = evidence.map((one) => matchEvidence[one]).join(" ");
  const choices = [
    { label: word, onChosen: press },
    { label: foundWords.otherGame, onChosen: change },
    ...(rom === null ? [] : [{ label: foundWords.savePlace, onChosen: findPlace }]),
  ];
  const place =
    rom === null ? {} : { onOptionsButton: findPlace, onOptionsActionDescription: foundWords.savePlace };
  return (
    <FocusRow focusKey={`found:${appId}`}>
      <Field
        focusable
        highlightOnFocus
        bottomSeparator="none"
        padding="compact"
        {...usePress(press)}
        {...place}
        {...rowMenu(focus, { title: why, choices })}
        onOKActionDescription={word}
        onSecondaryButton={change}
        onSecondaryActionDescription={foundWords.otherGame}
        label={
          <div style={columns} data-found={appId} data-ticked={isTicked}>
            <Line
              icon={<Tick game={game} />}
              tone={isTicked ? "good" : section === "look-at" ? "attention" : "muted"}
              title={name}
              note={[rom?.platformName, why, several].filter((text) => text).join(" · ")}
              isNoteOneLine
            />
            <SaveText game={game} />
          </div>
        }
      />
    </FocusRow>
  );
}

function Tick({ game }: { game: FoundGame }) {
  if (game.lacks !== null) return <TbQuestionMark />;
  return game.isTicked ? <TbSquareCheck /> : <TbSquare />;
}

function SaveText({ game }: { game: FoundGame }) {
  return <div style={{ ...quiet, ...oneLine, flex: "none", width: 210 }}>{useSaveText(game)}</div>;
}

/** A ticks, or chooses what is still to be chosen. */
function useRowActions({ match, lacks, isTicked }: FoundGame) {
  const { found, screens } = useSavepoint();
  const { appId } = match.app;
  const leaveFor = (screen: "fix" | "place") => {
    found.leaveAt(appId);
    screens.open({ screen, appId });
  };
  const change = () => leaveFor("fix");
  const findPlace = () => leaveFor("place");
  const toggle = () => found.choose(appId, { isTicked: !isTicked });
  const press = lacks === "game" ? change : lacks === "place" ? findPlace : toggle;
  const word =
    lacks === "game"
      ? foundWords.chooseGame
      : lacks === "place"
        ? foundWords.choosePlace
        : isTicked
          ? foundWords.untick
          : foundWords.tick;
  return { press, word, change, findPlace };
}

const columns = { display: "flex", gap: 16, alignItems: "center", minWidth: 0 } as const;
