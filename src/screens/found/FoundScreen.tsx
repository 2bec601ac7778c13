import { FocusRows } from "../../focus/FocusRows.tsx";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { quiet } from "../../ui/theme.ts";
import { foundWords, scanFailure, scanText, troubles } from "../../words/words.ts";
import { FoundList } from "./FoundList.tsx";
import { bindingsOf } from "./found-games.ts";
import { endOf, useFoundGames, useFoundState, useScan, useScanOnOpening } from "./use-found.ts";

/** Which of RomM's games Steam's shortcuts start: what is ticked goes on, and nothing is added before the player starts. */
export function FoundScreen({ onGoOn }: { onGoOn(): void }) {
  const { leftAt } = useFoundState();
  const games = useFoundGames();
  const count = bindingsOf(games).length;
  useScanOnOpening();
  return (
    <FocusRows page="found" startKey={leftAt === null ? "go-on" : `found:${leftAt}`}>
      <div style={{ display: "flex", justifyContent: "space-between", alignItems: "baseline", gap: 16 }}>
        <Heading>{foundWords.title}</Heading>
        <ScanProgress />
      </div>
      <Buttons>
        <SideButton focusKey="go-on" isWide onPress={() => count > 0 && onGoOn()}>
          {count > 0 ? foundWords.goOn(count) : foundWords.nothingTicked}
        </SideButton>
        <ScanButton />
      </Buttons>
      <ScanNote />
      <FoundList games={games} />
    </FocusRows>
  );
}

/** How far the run is. */
function ScanProgress() {
  const { scan } = useScan();
  if (scan === null || scan.end?.kind === "failed") return null;
  const isCancelled = scan.end?.kind === "cancelled";
  return <div style={quiet}>{scanText({ ...scan, isOver: scan.end !== null, isCancelled })}</div>;
}

/** Ends the run, which keeps what it found, or looks once more. */
function ScanButton() {
  const { scan: store } = useSavepoint();
  const { scan, trouble } = useScan();
  const isOver = endOf(scan) !== null || trouble !== null;
  const word = isOver ? foundWords.again : scan?.phase === "comparing" ? foundWords.skip : foundWords.stop;
  return (
    <SideButton focusKey="scan" onPress={isOver ? store.begin : store.cancel}>
      {word}
    </SideButton>
  );
}

/** What went wrong, or why there is nothing to see. */
function ScanNote() {
  const { scan, trouble } = useScan();
  const end = endOf(scan);
  if (trouble !== null)
    return (
      <TextRow focusKey="trouble" isTrouble>
        {troubles[trouble].title}
      </TextRow>
    );
  if (end?.kind === "failed")
    return (
      <TextRow focusKey="trouble" isTrouble>
        {scanFailure(end.error)}
      </TextRow>
    );
  if (scan === null || end === null) return null;
  const text = emptyText(scan);
  return (
    <>
      {scan.unreadable.length > 0 && <TextRow focusKey="unreadable">{foundWords.unreadable}</TextRow>}
      {text !== null && <TextRow focusKey="none">{text}</TextRow>}
    </>
  );
}

type Found = NonNullable<ReturnType<typeof useScan>["scan"]>;

function emptyText({ matches, total }: Found): string | null {
  const registered = matches.filter(({ isRegistered }) => isRegistered).length;
  if (total === 0) return foundWords.none;
  if (matches.length > 0 && registered === matches.length) return foundWords.allThere;
  if (matches.every(({ evidence }) => evidence.includes("starts-no-rom"))) return foundWords.onlyPrograms;
  return registered > 0 ? foundWords.alreadyThere(registered) : null;
}
