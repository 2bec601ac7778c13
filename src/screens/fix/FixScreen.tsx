import { TbCircleX } from "react-icons/tb";
import { FocusRows } from "../../focus/FocusRows.tsx";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { FieldRow } from "../../ui/FieldRow.tsx";
import { Heading } from "../../ui/Heading.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { fixWords } from "../../words/words.ts";
import { RomRow } from "./RomRow.tsx";
import { type FixSubject, useFixSubject } from "./use-fix-subject.ts";
import { type RomSearch, useRomSearch } from "./use-rom-search.ts";

/**
 * Which of RomM's games one of Steam's is, by the player's word. Of a game that was found it changes that, and nothing
 * else; of one in the list the saves are compared before anything moves.
 */
export function FixScreen({ appId, onDone }: { appId: number; onDone: () => void }) {
  const subject = useFixSubject(appId);
  return subject === null ? null : <Fix subject={subject} onDone={onDone} />;
}

const actionKey = "fix";

function Fix({ subject, onDone }: { subject: FixSubject; onDone: () => void }) {
  const { actions } = useSavepoint();
  const { name, known, leaveOut } = subject;
  const search = useRomSearch({ name, known });
  const action = useAction(actionKey);
  const settle = (act: () => Promise<string | null>) =>
    void actions.run(actionKey, async () => {
      const refusal = await act();
      if (refusal === null) onDone();
      return refusal;
    });
  const leave = usePress(() => leaveOut && settle(leaveOut));
  const { roms } = search;
  return (
    <FocusRows page="fix" startKey={roms === null ? null : roms.length > 0 ? "rom:0" : "search"}>
      <Heading>{fixWords.title(name)}</Heading>
      <SearchField search={search} />
      <SearchNote search={search} />
      <TroubleRow action={action} focusKey="fix-trouble" />
      {roms?.map((rom, index) => (
        <RomRow
          key={rom.romId}
          focusKey={`rom:${index}`}
          rom={rom}
          onTake={() => settle(() => subject.take(rom))}
        />
      ))}
      {leaveOut !== null && (
        <LineRow
          focusKey="none"
          field={{ ...leave, onOKActionDescription: fixWords.leaveOut }}
          icon={<TbCircleX />}
          tone="muted"
          title={fixWords.none}
          note={fixWords.noneNote}
        />
      )}
    </FocusRows>
  );
}

function SearchField({ search }: { search: RomSearch }) {
  return (
    <FieldRow
      focusKey="search"
      label={fixWords.search}
      text={search.text}
      onText={search.setText}
      goKey="go"
      go={fixWords.go}
      onGo={search.run}
    />
  );
}

function SearchNote({ search: { roms, isBusy, trouble } }: { search: RomSearch }) {
  if (trouble !== null)
    return (
      <TextRow focusKey="trouble" isTrouble>
        {trouble}
      </TextRow>
    );
  if (isBusy) return <TextRow focusKey="searching">{fixWords.searching}</TextRow>;
  return roms?.length === 0 ? <TextRow focusKey="nothing">{fixWords.nothing}</TextRow> : null;
}
