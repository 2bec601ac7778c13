import { useState } from "react";
import { TbHandStop } from "react-icons/tb";
import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import { usePress } from "../../hooks/press.ts";
import { useGames } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { RowWindow } from "../../ui/RowWindow.tsx";
import { foundWords, heldTitle, heldWords } from "../../words/words.ts";
import { HeldRow } from "./HeldRow.tsx";
import { answersTo, countInRomM, type HeldAnswer, type HeldGroup } from "./held-groups.ts";
import { useHeldAnswers } from "./use-held-answers.ts";

/** One group: what happened, its answers, and behind a press its games, each of which can be left out. */
export function HeldGroupRows({ group }: { group: HeldGroup }) {
  const [isUnfolded, setUnfolded] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { give } = useHeldAnswers();
  const { key, reason, units } = group;
  const note = useGroupNote(units);
  const ticked = units.filter(({ unitId }) => !left.has(unitId));
  const toggle = (unitId: string) =>
    setLeft(new Set(left.has(unitId) ? without(left, unitId) : [...left, unitId]));
  // What was left out of one answer is there for the next.
  const answerWith = (answer: HeldAnswer) => {
    setLeft(new Set());
    give(answer);
  };
  const unfold = usePress(() => setUnfolded(!isUnfolded));
  return (
    <>
      <LineRow
        focusKey={`group:${key}`}
        field={{ ...unfold, onOKActionDescription: isUnfolded ? foundWords.fewer : foundWords.show }}
        tone="attention"
        icon={<TbHandStop />}
        title={heldTitle(reason, units.length)}
        note={note}
        marks={{ "data-held-group": key }}
      />
      <Buttons>
        {answersTo(group, ticked).map((answer) => (
          <SideButton
            key={answer.deed}
            focusKey={`${answer.deed}:${key}`}
            isGuarded
            onPress={() => answerWith(answer)}
          >
            {heldWords.deeds[answer.deed](answer.units.length)}
          </SideButton>
        ))}
      </Buttons>
      {isUnfolded && (
        <RowWindow
          rows={units.map((unit) => ({
            ...{ key: unit.unitId, heightPx: 50, letter: null },
            draw: () => (
              <HeldRow unit={unit} isTicked={!left.has(unit.unitId)} onToggle={() => toggle(unit.unitId)} />
            ),
          }))}
        />
      )}
    </>
  );
}

/** What RomM has of them, and whether a card that is out may be all there is to it. */
function useGroupNote(units: HeldUnit[]): string {
  const games = useGames();
  const there = countInRomM(units);
  const places = units.flatMap(({ appIds }) => games?.find(({ appId }) => appId === appIds[0])?.save ?? []);
  const isOnCard = places.length > 0 && places.every((save) => JSON.stringify(save).includes('"/run/media/'));
  return [
    ...(isOnCard ? [heldWords.onCard] : []),
    there === null ? heldWords.notLooked : heldWords.inRomM(there, units.length),
  ].join(" ");
}

function without(all: ReadonlySet<string>, one: string): string[] {
  return [...all].filter((each) => each !== one);
}
