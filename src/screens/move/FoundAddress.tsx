import { useState } from "react";
import { TbCloudCheck } from "react-icons/tb";
import type { MoveError } from "../../../backend/contract/account.ts";
import type { FoundServer, ServerAccess } from "../../../backend/contract/server.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { moveError, moveWords } from "../../words/words.ts";

const actionKey = "move-server";

type Result = { kind: "moved" } | { kind: "refused"; why: MoveError["kind"] };

/** RomM was found there: it is used once it has proven to be the one that this Deck knows. */
export function FoundAddress(props: {
  server: FoundServer;
  access: ServerAccess | null;
  onDone?: () => void;
}) {
  const { server, access, onDone } = props;
  const { actions, backend, overview } = useSavepoint();
  const [result, setResult] = useState<Result | null>(null);
  const action = useAction(actionKey);
  const move = () =>
    void actions.run(actionKey, async () => {
      const outcome = await backend.moveServer({ origin: server.origin, ...(access && { access }) });
      overview.refresh();
      if (outcome.ok) setResult({ kind: "moved" });
      else if (outcome.error.kind !== "bad-request") setResult({ kind: "refused", why: outcome.error.kind });
      return outcome.ok ? null : moveError(outcome.error);
    });
  if (result?.kind === "moved")
    return (
      <>
        <LineRow
          focusKey="moved"
          tone="good"
          icon={<TbCloudCheck />}
          title={moveWords.moved(server.origin)}
          isSentence
        />
        {onDone !== undefined && (
          <ButtonRow focusKey="done" onPress={onDone}>
            {moveWords.done}
          </ButtonRow>
        )}
      </>
    );
  return (
    <>
      <LineRow
        focusKey="found"
        tone="good"
        icon={<TbCloudCheck />}
        title={moveWords.found(server.serverVersion, server.origin)}
        note={action?.kind === "running" ? moveWords.comparing : moveWords.text}
        isSentence
      />
      <ButtonRow focusKey="use" isBusy={action?.kind === "running"} onPress={move}>
        {moveWords.use}
      </ButtonRow>
      <TroubleRow action={action} focusKey="move-trouble" />
      {result?.kind === "refused" && result.why === "another-server" && (
        <SignInThere server={server} access={access} />
      )}
    </>
  );
}

/** Another RomM is another account: what belongs to this one stays, and sleeps. */
function SignInThere({ server, access }: { server: FoundServer; access: ServerAccess | null }) {
  const { screens, start } = useSavepoint();
  const signIn = () => {
    start.change({ typed: server.origin, server, access });
    screens.open({ screen: "start" });
  };
  return (
    <ButtonRow focusKey="sign-in-there" onPress={signIn}>
      {moveWords.signInThere}
    </ButtonRow>
  );
}
