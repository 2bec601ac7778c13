import { TbSquare, TbSquareCheckFilled } from "react-icons/tb";
import type { MovedRom } from "../../../backend/contract/saves/moved-rom.ts";
import { EarlyNote, GuardedDialog } from "../../focus/GuardedDialog.tsx";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { answerAllWords, fixWords, foundWords, movedWords } from "../../words/words.ts";

interface Props {
  found: MovedRom[];
  /** Those that are not ticked. */
  left: ReadonlySet<MovedRom>;
  onToggle(moved: MovedRom): void;
  onFollow(moves: MovedRom[]): void;
}

/** Where each game is in RomM now, and what tells so; all are ticked, and nothing is tied before the press. */
export function FollowMoved({ found, left, onToggle, onFollow }: Props) {
  const ticked = found.filter((each) => !left.has(each));
  const follow = () => {
    if (ticked.length > 0) onFollow(ticked);
  };
  return (
    <GuardedDialog text={<TextRow focusKey="facts">{movedWords.found(found.length)}</TextRow>}>
      {found.map((moved) => (
        <MovedRow
          key={moved.formerRomId}
          moved={moved}
          isTicked={!left.has(moved)}
          onToggle={() => onToggle(moved)}
        />
      ))}
      <Buttons>
        <SideButton focusKey="follow" isGuarded onPress={follow}>
          {ticked.length === 0 ? answerAllWords.nothing : movedWords.follow(ticked.length)}
        </SideButton>
      </Buttons>
      <EarlyNote />
    </GuardedDialog>
  );
}

/** A ticks, X looks for another of RomM's games. */
function MovedRow(props: { moved: MovedRom; isTicked: boolean; onToggle(): void }) {
  const { moved, isTicked, onToggle } = props;
  const { formats, screens } = useSavepoint();
  const { appIds, name, rom, by } = moved;
  const [appId] = appIds;
  const other = appId !== undefined && {
    onSecondaryButton: () => screens.open({ screen: "fix", appId }),
    onSecondaryActionDescription: foundWords.otherGame,
  };
  const where = fixWords.candidate(rom.platformName, rom.fsName, formats.size(rom.sizeBytes));
  return (
    <LineRow
      focusKey={`moved:${moved.formerRomId}`}
      field={{
        ...usePress(onToggle),
        ...other,
        onOKActionDescription: isTicked ? answerAllWords.untick : answerAllWords.tick,
      }}
      icon={isTicked ? <TbSquareCheckFilled /> : <TbSquare />}
      tone={isTicked ? "good" : "muted"}
      title={name}
      note={`${movedWords.by[by]} ${where}`}
      marks={{ "data-moved": rom.romId }}
    />
  );
}
