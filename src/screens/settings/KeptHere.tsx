import { useEffect, useState } from "react";
import type { KeptTotals } from "../../../backend/contract/saves/version.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { SectionTitle } from "../../ui/SectionTitle.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { keptText, settingsWords, unreadableParts } from "../../words/words.ts";

/** How many saves are kept on this Deck, and how many of them are nowhere else. */
export function KeptHere() {
  const { backend, formats } = useSavepoint();
  const [kept, setKept] = useState<KeptTotals | "unreadable" | null>(null);
  useEffect(() => {
    let isWanted = true;
    const show = (next: typeof kept) => isWanted && setKept(next);
    backend.getKept({}).then(
      (outcome) => show(outcome.ok ? outcome.value : "unreadable"),
      () => show("unreadable"),
    );
    return () => {
      isWanted = false;
    };
  }, [backend]);
  if (kept === null) return null;
  const text =
    kept === "unreadable" ? unreadableParts.history.title : keptText(kept, formats.size(kept.bytes));
  return (
    <>
      <SectionTitle>{settingsWords.keptHere}</SectionTitle>
      <TextRow focusKey="kept" marks={{ "data-kept": "" }}>
        {text}
      </TextRow>
    </>
  );
}

/** What an update of Steam took away of Savepoint; the rest works. */
export function NotAdded() {
  const { notAdded } = useSavepoint();
  return [...notAdded].map((addition) => (
    <TextRow key={addition} focusKey={`not-added:${addition}`}>
      {settingsWords.notAdded[addition]}
    </TextRow>
  ));
}
