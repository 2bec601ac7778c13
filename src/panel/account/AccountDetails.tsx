import type { Overview } from "../../../backend/contract/overview.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import {
  DialogBody,
  DialogBodyText,
  DialogButton,
  DialogHeader,
  Field,
  Focusable,
} from "../../ui/decky-ui.ts";
import { colours } from "../../ui/theme.ts";
import { labels } from "../../words/labels.ts";

type Connected = Extract<Overview["connection"], { kind: "connected" }>;

/** Who is signed in where, and the way out. */
export function AccountDetails({ connection, onDone }: { connection: Connected; onDone(): void }) {
  const { actions, backend } = useSavepoint();
  const action = useAction("disconnect");
  const disconnect = () =>
    actions.run("disconnect", async () => {
      await backend.disconnect({});
      onDone();
      return null;
    });
  const facts = [
    [labels.account.server, connection.origin],
    [labels.account.user, connection.username],
    [labels.account.device, connection.deviceName],
    [labels.account.version, connection.serverVersion],
  ];
  return (
    <>
      <DialogHeader>{labels.account.title}</DialogHeader>
      <DialogBody>
        {facts.map(([label, value]) => (
          <Field key={label} focusable label={label} padding="compact">
            {value}
          </Field>
        ))}
        <DialogBodyText style={{ paddingTop: 12 }}>{labels.account.disconnectBody}</DialogBodyText>
        {action?.kind === "trouble" && (
          <DialogBodyText style={{ color: colours.bad }}>{action.text}</DialogBodyText>
        )}
        <Focusable style={{ display: "flex", gap: 12, paddingTop: 16 }} flow-children="horizontal">
          <DialogButton onClick={onDone}>{labels.connectForm.cancel}</DialogButton>
          <DialogButton disabled={action?.kind === "running"} onClick={disconnect}>
            {labels.account.disconnect}
          </DialogButton>
        </Focusable>
      </DialogBody>
    </>
  );
}
