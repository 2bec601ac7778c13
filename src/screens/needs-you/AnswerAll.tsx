import { useState } from "react";
import { TbCircleDashed, TbCircleDot } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { usePress } from "../../hooks/press.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { RowWindow } from "../../ui/RowWindow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { answerAllWords } from "../../words/words.ts";
import { type Answer, type AnswerWay, answersOf, answerWays, countAnswers } from "./answers.ts";
import { TickRow } from "./TickRow.tsx";

interface Props {
  conflicts: Conflict[];
  onGive(answers: Answer[]): void;
}

/** Many choices with one answer, which the player sees game by game before it is given. */
export function AnswerAll({ conflicts, onGive }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Ways conflicts={conflicts} onGive={onGive} onClose={() => setOpen(false)} />;
  return (
    <ButtonRow focusKey="answer-all" description={answerAllWords.doorNote} onPress={() => setOpen(true)}>
      {answerAllWords.door(conflicts.length)}
    </ButtonRow>
  );
}

function Ways({ conflicts, onGive, onClose }: Props & { onClose(): void }) {
  const [way, setWay] = useState<AnswerWay | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const answers = way === null ? [] : answersOf(conflicts, way);
  const toggle = ({ conflictId }: Answer) => {
    const next = new Set(left);
    if (!next.delete(conflictId)) next.add(conflictId);
    setLeft(next);
  };
  const ticked = answers.filter(({ conflictId }) => !left.has(conflictId));
  return (
    <GuardedDialog text={<TextRow focusKey="answer-facts">{answerAllWords.facts}</TextRow>}>
      {answerWays.map((each) => (
        <WayRow
          key={each}
          way={each}
          conflicts={conflicts}
          isChosen={each === way}
          onChoose={() => setWay(each)}
        />
      ))}
      <Give ticked={ticked} onGive={onGive} onClose={onClose} />
      <EarlyNote />
      <RowWindow
        rows={answers.map((answer) => ({
          ...{ key: answer.conflictId, heightPx: 50, letter: null },
          draw: () => (
            <TickRow
              focusKey={`answer:${answer.conflictId}`}
              name={answer.name}
              note={noteOf(answer, !left.has(answer.conflictId))}
              isTicked={!left.has(answer.conflictId)}
              onToggle={() => toggle(answer)}
            />
          ),
        }))}
      />
    </GuardedDialog>
  );
}

function WayRow(props: { way: AnswerWay; conflicts: Conflict[]; isChosen: boolean; onChoose(): void }) {
  const { way, conflicts, isChosen, onChoose } = props;
  const answers = answersOf(conflicts, way);
  const { here, there } = countAnswers(answers);
  const stay = conflicts.length - answers.length;
  const sides = answerAllWords.sides(here, there);
  return (
    <LineRow
      focusKey={`way:${way}`}
      field={usePress(onChoose)}
      icon={isChosen ? <TbCircleDot /> : <TbCircleDashed />}
      tone={isChosen ? "accent" : "muted"}
      title={answerAllWords.ways[way]}
      note={stay === 0 ? sides : `${sides} ${answerAllWords.cannotTell(stay)}`}
      marks={{ "data-way": way }}
    />
  );
}

interface GiveProps {
  ticked: Answer[];
  onGive(answers: Answer[]): void;
  onClose(): void;
}

function Give({ ticked, onGive, onClose }: GiveProps) {
  const { nothing, answer } = answerAllWords;
  const give = () => {
    if (ticked.length === 0) return;
    onGive(ticked);
    onClose();
  };
  return (
    <Buttons>
      <SideButton focusKey="answer" isGuarded isWide onPress={give}>
        {ticked.length === 0 ? nothing : answer(ticked.length)}
      </SideButton>
      <SideButton focusKey="cancel-answer" onPress={onClose}>
        {answerAllWords.cancel}
      </SideButton>
    </Buttons>
  );
}

function noteOf({ choice }: Answer, isTicked: boolean): string {
  if (!isTicked) return answerAllWords.staysOpen;
  return choice === "keep-local" ? answerAllWords.keepsThisDecks : answerAllWords.takesRomMs;
}
