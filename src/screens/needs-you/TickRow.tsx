import { TbSquare, TbSquareCheckFilled } from "react-icons/tb";
import { usePress } from "../../hooks/press.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { answerAllWords } from "../../words/words.ts";

interface Props {
  focusKey: string;
  name: string;
  note: string;
  isTicked: boolean;
  onToggle(): void;
  marks?: Record<`data-${string}`, string>;
}

/** A game that one answer takes in, or leaves to the player. */
export function TickRow({ focusKey, name, note, isTicked, onToggle, marks = {} }: Props) {
  const { tick, untick } = answerAllWords;
  return (
    <LineRow
      focusKey={focusKey}
      field={{ ...usePress(onToggle), onOKActionDescription: isTicked ? untick : tick }}
      icon={isTicked ? <TbSquareCheckFilled /> : <TbSquare />}
      tone={isTicked ? "good" : "muted"}
      title={name}
      note={note}
      isNoteOneLine
      marks={marks}
    />
  );
}
