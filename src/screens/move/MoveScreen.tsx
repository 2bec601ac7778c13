import { useState } from "react";
import type { FindError, FoundServer, ServerAccess } from "../../../backend/contract/server.ts";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { FieldRow } from "../../ui/FieldRow.tsx";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { connectError, moveWords, startWords } from "../../words/words.ts";
import { FindFailed } from "../start/FindFailed.tsx";
import { FoundAddress } from "./FoundAddress.tsx";

const actionKey = "find-new-address";

interface Found {
  server: FoundServer;
  access: ServerAccess | null;
}

/** RomM has a new address: where it is, whether it is the same, and then the account goes by it. */
export function MoveScreen({ onDone }: { onDone?: () => void }) {
  const { overview } = useOverview();
  const known = overview?.connection.kind === "connected" ? overview.connection.origin : "";
  const [typed, setTyped] = useState(known);
  const { find, found, error } = useFind();
  const action = useAction(actionKey);
  return (
    <>
      <Heading>{moveWords.title}</Heading>
      <FieldRow
        focusKey="address"
        label={startWords.address}
        hint={startWords.addressHint}
        text={typed}
        onText={setTyped}
        goKey="go-on"
        go={startWords.goOn}
        onGo={() => find(typed)}
      />
      {action?.kind === "running" && <TextRow focusKey="looking">{startWords.looking(typed)}</TextRow>}
      <TroubleRow action={action} />
      {action === null && error !== null && (
        <FindFailed error={error} onTrust={(access) => find(typed, access)} />
      )}
      {found === null ? (
        <TextRow focusKey="note">{moveWords.text}</TextRow>
      ) : (
        <FoundAddress {...found} {...(onDone === undefined ? {} : { onDone })} />
      )}
    </>
  );
}

function useFind() {
  const { actions, backend } = useSavepoint();
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<FindError | null>(null);
  const find = (typed: string, access?: ServerAccess) =>
    void actions.run(actionKey, async () => {
      const outcome = await backend.findServer({ typed, ...(access && { access }) });
      setFound(outcome.ok ? { server: outcome.value, access: access ?? null } : null);
      setError(outcome.ok || outcome.error.kind === "bad-request" ? null : outcome.error);
      return !outcome.ok && outcome.error.kind === "bad-request" ? connectError(outcome.error) : null;
    });
  return { find, found, error };
}
