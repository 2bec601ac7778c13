import { useEffect, useRef, useState } from "react";
import type { PhoneEntry as Entry } from "../../../backend/contract/server.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { QrCode } from "../../ui/QrCode.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { startWords } from "../../words/words.ts";

/** A page on the home network in which a phone types the address; left out where no phone could reach this Deck. */
export function PhoneEntry({ onTyped }: { onTyped(typed: string): void }) {
  const entry = usePhoneEntry(onTyped);
  if (entry === null) return null;
  return (
    <div style={{ display: "flex", gap: 16, paddingTop: 16, alignItems: "center" }}>
      <QrCode rows={entry.qrRows} sizePx={120} label={entry.url} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <TextRow focusKey="phone">{startWords.onYourPhone}</TextRow>
      </div>
    </div>
  );
}

/** Open as long as the step is; what is typed goes on as if it were typed here. */
function usePhoneEntry(onTyped: (typed: string) => void): Entry | null {
  const { backend } = useSavepoint();
  const [entry, setEntry] = useState<Entry | null>(null);
  const typed = useRef(onTyped);
  typed.current = onTyped;
  useEffect(() => {
    let isOpen = true;
    let entryId: string | null = null;
    const open = async () => {
      const offered = await backend.offerPhoneEntry({});
      if (!offered.ok) return;
      entryId = offered.value.entryId;
      if (!isOpen) return void backend.closePhoneEntry({ entryId });
      setEntry(offered.value);
      const answered = await backend.awaitPhoneEntry({ entryId });
      if (!isOpen) return;
      setEntry(null);
      if (answered.ok) typed.current(answered.value.typed);
    };
    open().catch(() => setEntry(null));
    return () => {
      isOpen = false;
      if (entryId !== null) backend.closePhoneEntry({ entryId }).catch(() => {});
    };
  }, [backend]);
  return entry;
}
