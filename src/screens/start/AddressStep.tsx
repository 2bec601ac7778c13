import { useEffect, useState, useSyncExternalStore } from "react";
import type { FindError, ServerAccess } from "../../../backend/contract/server.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { DialogButton, Focusable, TextField } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { connectError, findError, startWords } from "../../words/words.ts";
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
      {!isBusy && error !== null && <Failed error={error} onTrust={(access) => find(typed, access)} />}
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

/** What went wrong, where was looked, and the one way out that is not another address. */
function Failed({ error, onTrust }: { error: FindError; onTrust(access: ServerAccess): void }) {
  const certificate = error.kind === "romm" ? error.certificate : undefined;
  return (
    <>
      <TextRow focusKey="trouble" isTrouble>
        {findError(error)}
      </TextRow>
      {certificate !== undefined && (
        <ButtonRow
          focusKey="trust"
          description={startWords.fingerprintIs(certificate.fingerprint)}
          onPress={() => onTrust({ fingerprint: certificate.fingerprint })}
        >
          {startWords.trust}
        </ButtonRow>
      )}
    </>
  );
}

/** In the top third: the on-screen keyboard covers the lower half. */
const row = { display: "flex", gap: 12, alignItems: "center" } as const;
