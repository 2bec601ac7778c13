import { TbCircleCheckFilled, TbUnlink } from "react-icons/tb";
import type { MovedRom } from "../../../backend/contract/saves/moved-rom.ts";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { usePress } from "../../hooks/press.ts";
import { useGames, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { ProgressBarWithInfo } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { SectionTitle } from "../../ui/SectionTitle.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { foundWords, movedWords, statuses } from "../../words/words.ts";
import { UndoButton } from "../activity/UndoButton.tsx";
import { FollowMoved } from "./FollowMoved.tsx";
import { useMoved } from "./use-moved.ts";

/** Games whose RomM game was moved, merged or scanned anew: where each most likely is now, and one press for all of them. */
export function MovedScreen() {
  const { found, followed, left, toggle, look, follow, looking, following } = useMoved();
  const isBusy = looking?.kind === "running" || following?.kind === "running";
  return (
    <>
      <Heading>{movedWords.title}</Heading>
      {followed !== null && <Followed count={followed} />}
      {isBusy && <Working text={looking?.kind === "running" ? movedWords.looking : movedWords.working} />}
      <TroubleRow action={looking} />
      <TroubleRow action={following} focusKey="follow-trouble" />
      {!isBusy && found !== null && found.length > 0 && (
        <FollowMoved found={found} left={left} onToggle={toggle} onFollow={follow} />
      )}
      {!isBusy && found !== null && <NotFound found={found} isDone={followed !== null} />}
      {looking?.kind === "trouble" && (
        <ButtonRow focusKey="again" onPress={look}>
          {foundWords.again}
        </ButtonRow>
      )}
    </>
  );
}

/** Stands where the button was that began it: whoever presses on meets a sentence. */
function Working({ text }: { text: string }) {
  return (
    <>
      <TextRow focusKey="facts">{text}</TextRow>
      <ProgressBarWithInfo bottomSeparator="none" indeterminate nProgress={0} />
    </>
  );
}

function Followed({ count }: { count: number }) {
  return (
    <>
      <LineRow
        focusKey="follow"
        isSentence
        tone="good"
        icon={<TbCircleCheckFilled />}
        title={movedWords.done(count)}
        note={movedWords.doneNote}
        marks={{ "data-followed": count }}
      />
      <UndoButton />
    </>
  );
}

/** Games that RomM no longer has, and of which nothing in its library is sure to be the same: the player looks by hand. */
function NotFound({ found, isDone }: { found: MovedRom[]; isDone: boolean }) {
  const games = useGames() ?? [];
  const isFound = ({ appId }: Shortcut) => found.some(({ appIds }) => appIds.includes(appId));
  const missing = games.filter((game) => game.status.kind === "unlinked" && !isFound(game));
  if (missing.length === 0)
    return found.length === 0 && !isDone ? <TextRow focusKey="facts">{movedWords.none}</TextRow> : null;
  return (
    <>
      <SectionTitle>{movedWords.notFound}</SectionTitle>
      {missing.map((game) => (
        <MissingRow key={game.appId} game={game} />
      ))}
    </>
  );
}

function MissingRow({ game: { appId, name } }: { game: Shortcut }) {
  const { screens } = useSavepoint();
  const press = usePress(() => screens.open({ screen: "fix", appId }));
  return (
    <LineRow
      focusKey={`missing:${appId}`}
      field={{ ...press, onOKActionDescription: foundWords.chooseGame }}
      tone="attention"
      icon={<TbUnlink />}
      title={name}
      note={statuses.unlinked}
    />
  );
}
