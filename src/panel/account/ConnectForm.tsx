import { useEffect, useState } from "react";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import {
  DialogBody,
  DialogBodyText,
  DialogButton,
  DialogButtonPrimary,
  DialogHeader,
  Focusable,
  TextField,
} from "../../ui/decky-ui.ts";
import { colours } from "../../ui/theme.ts";
import { labels } from "../../words/labels.ts";
import { connectError } from "../../words/problems.ts";

/** Address and token. Stays open, with what was typed, until it worked: typing on a Deck is slow. */
export function ConnectForm({ onDone }: { onDone(): void }) {
  const { actions, backend } = useSavepoint();
  const [origin, setOrigin] = useState("");
  const [token, setToken] = useState("");
  const action = useAction("connect");
  const isBusy = action?.kind === "running";
  useEffect(() => () => actions.clear("connect"), [actions]);

  const connect = () =>
    actions.run("connect", async () => {
      const credentials = { kind: "token", token: token.trim() } as const;
      const outcome = await backend.connect({ origin: origin.trim(), credentials });
      if (!outcome.ok) return connectError(outcome.error);
      onDone();
      return null;
    });
  return (
    <>
      <DialogHeader>{labels.connectForm.title}</DialogHeader>
      <DialogBody>
        <TextField
          label={labels.connectForm.origin}
          description={labels.connectForm.originHint}
          value={origin}
          disabled={isBusy}
          focusOnMount
          onChange={(event) => setOrigin(event.target.value)}
        />
        <TextField
          label={labels.connectForm.token}
          description={labels.connectForm.tokenHint}
          value={token}
          disabled={isBusy}
          bIsPassword
          onChange={(event) => setToken(event.target.value)}
        />
        <DialogBodyText style={{ color: colours.bad, minHeight: 24, paddingTop: 8 }}>
          {action?.kind === "trouble" ? action.text : ""}
        </DialogBodyText>
        <Focusable style={{ display: "flex", gap: 12, paddingTop: 8 }} flow-children="horizontal">
          <DialogButton onClick={onDone}>{labels.connectForm.cancel}</DialogButton>
          <DialogButtonPrimary
            disabled={isBusy || origin.trim() === "" || token.trim() === ""}
            onClick={connect}
          >
            {isBusy ? labels.connectForm.busy : labels.connectForm.submit}
          </DialogButtonPrimary>
        </Focusable>
      </DialogBody>
    </>
  );
}
