import { useEffect, useState } from "react";
import type { Credentials } from "../../../backend/contract/account.ts";
import type { FoundServer, SignInWay } from "../../../backend/contract/server.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable, TextField } from "../../ui/decky-ui.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { connectError, startWords } from "../../words/words.ts";

type TypedWay = Exclude<SignInWay, "device">;

interface FieldOfWay {
  name: string;
  label: string;
  isSecret: boolean;
}

/** A code, a token, or user and password. Stays, with what was typed, until it worked: typing on a Deck is slow. */
export function TypedSignIn(props: { way: TypedWay; server: FoundServer; onDone(): void }) {
  const { way, server, onDone } = props;
  const { actions, backend, start } = useSavepoint();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const action = useAction("connect");
  useEffect(() => () => actions.clear("connect"), [actions]);
  const fields = fieldsOf[way];
  const connect = () =>
    void actions.run("connect", async () => {
      if (fields.some(({ name }) => !typed[name]?.trim())) return startWords.typeFirst;
      const { access } = start.read();
      const credentials = credentialsOf(way, typed);
      const outcome = await backend.connect({
        origin: server.origin,
        credentials,
        ...(access && { access }),
      });
      if (!outcome.ok) return connectError(outcome.error);
      onDone();
      return null;
    });
  return (
    <>
      <Focusable style={row} flow-children="horizontal">
        {fields.map(({ name, label, isSecret }) => (
          <FocusRow key={name} focusKey={name} style={{ flex: 1 }}>
            <TextField
              label={label}
              value={typed[name] ?? ""}
              bIsPassword={isSecret}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
            />
          </FocusRow>
        ))}
        <FocusRow focusKey="submit">
          <DialogButton onClick={connect}>
            {action?.kind === "running" ? startWords.signingIn : startWords.signIn}
          </DialogButton>
        </FocusRow>
      </Focusable>
      <TroubleRow action={action} />
      <TextRow focusKey="note">{startWords.ways[way].note}</TextRow>
    </>
  );
}

const fieldsOf: Record<TypedWay, FieldOfWay[]> = {
  "pairing-code": [{ name: "code", label: startWords.code, isSecret: false }],
  token: [{ name: "token", label: startWords.token, isSecret: true }],
  password: [
    { name: "username", label: startWords.user, isSecret: false },
    { name: "password", label: startWords.password, isSecret: true },
  ],
};

function credentialsOf(way: TypedWay, typed: Record<string, string>): Credentials {
  const text = (name: string) => typed[name]?.trim() ?? "";
  if (way === "token") return { kind: "token", token: text("token") };
  if (way === "pairing-code") return { kind: "pairing-code", code: text("code") };
  return { kind: "password", username: text("username"), password: typed.password ?? "" };
}

/** In the top third: the on-screen keyboard covers the lower half. */
const row = { display: "flex", gap: 12, alignItems: "flex-end" } as const;
