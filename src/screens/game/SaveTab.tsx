import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { useGameDetail } from "../../hooks/game-detail.ts";
import { SectionTitle } from "../../ui/SectionTitle.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { gameDetailWords, gameWords, unreadableParts } from "../../words/words.ts";
import { ActivityRow } from "../activity/ActivityRow.tsx";
import { useActivity } from "../activity/use-activity.ts";
import { HolderRow } from "./HolderRow.tsx";
import { NextSteps } from "./NextSteps.tsx";
import { StateRow } from "./StateRow.tsx";

/** How the save stands, who has it, and what happened with it; opening it looks at RomM without changing anything. */
export function SaveTab({ shortcut }: { shortcut: Shortcut }) {
  const { appId } = shortcut;
  const read = useGameDetail(appId);
  const detail = read === "gone" ? null : read;
  return (
    <>
      <StateRow shortcut={detail?.shortcut ?? shortcut} isProven={detail?.isProvenInRomm ?? false} />
      <NextSteps shortcut={detail?.shortcut ?? shortcut} />
      {detail !== null && detail.holders.length > 0 && (
        <>
          <SectionTitle>{gameDetailWords.whoHasIt}</SectionTitle>
          {detail.holders.map((holder, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two devices may bear one name.
            <HolderRow key={index} focusKey={`holder:${index}`} holder={holder} />
          ))}
        </>
      )}
      <SectionTitle>{gameDetailWords.lately}</SectionTitle>
      <Lately appId={appId} />
    </>
  );
}

const latelyMax = 5;

function Lately({ appId }: Pick<Shortcut, "appId">) {
  const lines = useActivity({ limit: latelyMax, appId });
  if (lines === null) return null;
  if (lines === "unreadable")
    return <TextRow focusKey="nothing-yet">{unreadableParts.activity.title}</TextRow>;
  if (lines.length === 0) return <TextRow focusKey="nothing-yet">{gameWords.nothingYet}</TextRow>;
  return lines.map((activity) => <ActivityRow key={activity.id} activity={activity} />);
}
