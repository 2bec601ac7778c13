import { useEffect, useState, useSyncExternalStore } from "react";
import type { FindError, ServerAccess } from "../../../backend/contract/server.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable, TextField } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { connectError, startWords } from "../../words/words.ts";
import { FindFailed } from "./FindFailed.tsx";
import { PhoneEntry } from "./PhoneEntry.tsx";

const actionKey = "find-server";

/** Where RomM is: typed here, or on the phone. */
export function AddressStep() {
  const { start } = useSavepoint();
  const { typed } = useSyncExternalStore(start.subscribe, start.read);
  const { find, error } = useFind();
  const isBusy = useAction(actionKey)?.kind === "running";
  useKnownAddress();
  return (
    <>
      <Heading>{startWords.whereIsRomm}</Heading>
      <Focusable style={row} flow-children="horizontal">
        <FocusRow focusKey="address" style={{ flex: 1 }}>
          <TextField
            label={startWords.address}
            description={startWords.addressHint}
            value={typed}
            onChange={({ target }) => start.change({ typed: target.value })}
            onKeyDown={({ key }) => key === "Enter" && find(typed)}
          />
        </FocusRow>
        <FocusRow focusKey="go-on">
          <DialogButton onClick={() => find(typed)}>{startWords.goOn}</DialogButton>
        </FocusRow>
      </Focusable>
      {isBusy && <TextRow focusKey="looking">{startWords.looking(typed)}</TextRow>}
      {!isBusy && error !== null && <FindFailed error={error} onTrust={(access) => find(typed, access)} />}
      <PhoneEntry onTyped={(text) => find(text)} />
    </>
  );
}

/** Looks for RomM where the words lead; what was found is the next step. */
function useFind() {
  const { actions, backend, start } = useSavepoint();
  const [error, setError] = useState<FindError | null>(null);
  const find = (typed: string, access?: ServerAccess) =>
    void actions.run(actionKey, async () => {
      start.change({ typed, access: access ?? null });
      const outcome = await backend.findServer({ typed, ...(access && { access }) });
      if (outcome.ok) start.change({ server: outcome.value });
      setError(outcome.ok || outcome.error.kind === "bad-request" ? null : outcome.error);
      return !outcome.ok && outcome.error.kind === "bad-request" ? connectError(outcome.error) : null;
    });
  return { find, error };
}

function useKnownAddress(): void {
  const { start } = useSavepoint();
  const { overview } = useOverview();
  const known = overview?.connection.kind === "connected" ? overview.connection.origin : null;
  useEffect(() => {
    if (known !== null && start.read().typed === "") start.change({ typed: known });
  }, [start, known]);
}

/** In the top third: the on-screen keyboard covers the lower half. */
const row = { display: "flex", gap: 12, alignItems: "center" } as const;
