import { Chip, ChipRow } from "../../ui/Chips.tsx";
import { gamesWords } from "../../words/words.ts";
import { type GameGroup, gameGroups } from "./game-groups.ts";

interface Props {
  counts: Record<GameGroup, number>;
  all: number;
  chosen: GameGroup | null;
  onChoose(group: GameGroup | null): void;
}

/** One button for each group that has games; the chosen one narrows the list down. */
export function Chips({ counts, all, chosen, onChoose }: Props) {
  const shown = gameGroups.filter((group) => counts[group] > 0 || group === chosen);
  return (
    <ChipRow>
      <Chip chipKey="all" isChosen={chosen === null} onPress={() => onChoose(null)}>
        {gamesWords.allCount(all)}
      </Chip>
      {shown.map((group) => (
        <Chip
          key={group}
          chipKey={group}
          isChosen={chosen === group}
          onPress={() => onChoose(chosen === group ? null : group)}
        >
          {gamesWords.groupCount[group](counts[group])}
        </Chip>
      ))}
    </ChipRow>
  );
}
