import { TbCircleX } from "react-icons/tb";
import type { RomCandidate, ShortcutMatch } from "../../../backend/contract/saves/scan.ts";
import type { AppId } from "../../../backend/contract/words.ts";
import { FocusRows } from "../../focus/FocusRows.tsx";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { FieldRow } from "../../ui/FieldRow.tsx";
import { Heading } from "../../ui/Heading.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { fixWords } from "../../words/words.ts";
import { useScan } from "../found/use-found.ts";
import { RomRow } from "./RomRow.tsx";
import { type RomSearch, useRomSearch } from "./use-rom-search.ts";

/** Which of RomM's games one of Steam's is, by the player's word. It changes what was found, and nothing else. */
export function FixScreen({ appId, onDone }: { appId: number; onDone: () => void }) {
  const { backend, found } = useSavepoint();
  const match = useScan().scan?.matches.find(({ app }) => app.appId === appId);
  const name = match?.app.name ?? "";
  const search = useRomSearch({ name, known: match?.candidates ?? [] });
  const take = async (rom: RomCandidate | null) => {
    const candidates = rom === null || match === undefined ? [] : await placesFor(match, rom);
    found.choose(appId as AppId, { rom, candidates });
    onDone();
  };
  const placesFor = async ({ app: { appId, launch } }: ShortcutMatch, { romId }: RomCandidate) => {
    const places = await backend.proposePlaces({ appId, launch, romId }).catch(() => null);
    return places?.ok ? places.value : [];
  };
  const leaveOut = usePress(() => take(null));
  const { roms } = search;
  return (
    <FocusRows page="fix" startKey={roms === null ? null : roms.length > 0 ? "rom:0" : "search"}>
      <Heading>{fixWords.title(name)}</Heading>
      <SearchField search={search} />
      <SearchNote search={search} />
      {roms?.map((rom, index) => (
        <RomRow key={rom.romId} focusKey={`rom:${index}`} rom={rom} onTake={() => take(rom)} />
      ))}
      <LineRow
        focusKey="none"
        field={{ ...leaveOut, onOKActionDescription: fixWords.leaveOut }}
        icon={<TbCircleX />}
        tone="muted"
        title={fixWords.none}
        note={fixWords.noneNote}
      />
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
