import { useState } from "react";
import { TbCircleDashed, TbCircleDot, TbSquare, TbSquareCheckFilled } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { RowWindow } from "../../ui/RowWindow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { reportTrouble } from "../../words/report-trouble.ts";
import { answerAllWords } from "../../words/words.ts";
import { type Answer, type AnswerWay, answersOf, answerWays, countAnswers } from "./answers.ts";

const actionKey = "answer-all";

/** Many choices with one answer, which the player sees game by game before it is given. */
export function AnswerAll({ conflicts }: { conflicts: Conflict[] }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Ways conflicts={conflicts} onClose={() => setOpen(false)} />;
  return (
    <ButtonRow focusKey="answer-all" description={answerAllWords.doorNote} onPress={() => setOpen(true)}>
      {answerAllWords.door(conflicts.length)}
    </ButtonRow>
  );
}

function Ways({ conflicts, onClose }: { conflicts: Conflict[]; onClose(): void }) {
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
      <Give ticked={ticked} onClose={onClose} />
      <EarlyNote />
      <RowWindow
        rows={answers.map((answer) => ({
          ...{ key: answer.conflictId, heightPx: 50, letter: null },
          draw: () => (
            <AnswerRow
              answer={answer}
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

function Give({ ticked, onClose }: { ticked: Answer[]; onClose(): void }) {
  const { actions, backend, overview } = useSavepoint();
  const action = useAction(actionKey);
  const isBusy = action?.kind === "running";
  const answer = () => {
    if (ticked.length === 0 || isBusy) return;
    actions.run(actionKey, async () => {
      const choices = ticked.map(({ conflictId, choice }) => ({ conflictId, choice }));
      const trouble = reportTrouble(await backend.resolveConflicts({ choices }));
      overview.refresh();
      if (trouble === null) onClose();
      return trouble;
    });
  };
  const word = ticked.length === 0 ? answerAllWords.nothing : answerAllWords.answer(ticked.length);
  return (
    <>
      <Buttons>
        <SideButton focusKey="answer" isGuarded isWide onPress={answer}>
          {isBusy ? answerAllWords.working : word}
        </SideButton>
        <SideButton focusKey="cancel-answer" onPress={onClose}>
          {answerAllWords.cancel}
        </SideButton>
      </Buttons>
      <TroubleRow action={action} focusKey="answer-trouble" />
    </>
  );
}

function AnswerRow(props: { answer: Answer; isTicked: boolean; onToggle(): void }) {
  const { answer, isTicked, onToggle } = props;
  const side = answer.choice === "keep-local" ? answerAllWords.keepsThisDecks : answerAllWords.takesRomMs;
  const field = {
    ...usePress(onToggle),
    onOKActionDescription: isTicked ? answerAllWords.untick : answerAllWords.tick,
  };
  return (
    <LineRow
      focusKey={`answer:${answer.conflictId}`}
      field={field}
      icon={isTicked ? <TbSquareCheckFilled /> : <TbSquare />}
      tone={isTicked ? "good" : "muted"}
      title={answer.name}
      note={isTicked ? side : answerAllWords.staysOpen}
      isNoteOneLine
    />
  );
}
