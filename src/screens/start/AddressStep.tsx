import { useEffect, useState, useSyncExternalStore } from "react";
import type { FindError, ServerAccess } from "../../../backend/contract/server.ts";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { FieldRow } from "../../ui/FieldRow.tsx";
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
      <FieldRow
        focusKey="address"
        label={startWords.address}
        hint={startWords.addressHint}
        text={typed}
        onText={(text) => start.change({ typed: text })}
        goKey="go-on"
        go={startWords.goOn}
        onGo={() => find(typed)}
      />
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
