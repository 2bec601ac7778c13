import { TbCircleCheckFilled, TbCircleDashed } from "react-icons/tb";
import type { Holder } from "../../../backend/contract/saves/game-detail.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { gameDetailWords } from "../../words/words.ts";

/** A device that has synced this save, and how far it has come. */
export function HolderRow({ focusKey, holder }: { focusKey: string; holder: Holder }) {
  const { deviceName, isThis, state, savesBehind } = holder;
  const isNewest = state === "newest";
  return (
    <LineRow
      focusKey={focusKey}
      tone={isNewest ? "good" : "muted"}
      icon={isNewest ? <TbCircleCheckFilled /> : <TbCircleDashed />}
      title={isThis ? gameDetailWords.thisDeck : (deviceName ?? gameDetailWords.namelessDevice)}
      note={isNewest ? gameDetailWords.newest : gameDetailWords.behind(savesBehind)}
    />
  );
}
