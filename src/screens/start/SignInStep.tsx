import { useSyncExternalStore } from "react";
import type { FoundServer, SignInWay } from "../../../backend/contract/server.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { startWords } from "../../words/words.ts";
import { PairingStep } from "./PairingStep.tsx";
import { TypedSignIn } from "./TypedSignIn.tsx";

/** Who signs in: by phone where RomM can, else by what is typed; each way leads to the others. */
export function SignInStep({ server, onDone }: { server: FoundServer; onDone(): void }) {
  const { start } = useSavepoint();
  const { way: chosen } = useSyncExternalStore(start.subscribe, start.read);
  const way = chosen ?? server.ways[0] ?? "token";
  return (
    <>
      <Heading>{startWords.ways[way].title}</Heading>
      {way === "device" ? (
        <PairingStep server={server} onDone={onDone} />
      ) : (
        <TypedSignIn key={way} way={way} server={server} onDone={onDone} />
      )}
      <OtherWays ways={server.ways.filter((other) => other !== way)} />
      <TextRow focusKey="found">{startWords.found(server.serverVersion, server.origin)}</TextRow>
      {server.origin.startsWith("http:") && <TextRow focusKey="plain">{startWords.notEncrypted}</TextRow>}
    </>
  );
}

function OtherWays({ ways }: { ways: SignInWay[] }) {
  const { start } = useSavepoint();
  return (
    <Focusable style={{ display: "flex", gap: 10, padding: "10px 0" }} flow-children="horizontal">
      {ways.map((way) => (
        <FocusRow key={way} focusKey={`way:${way}`} style={door}>
          <DialogButton style={button} onClick={() => start.change({ way })}>
            {startWords.ways[way].door}
          </DialogButton>
        </FocusRow>
      ))}
      <FocusRow focusKey="other-address" style={door}>
        <DialogButton style={button} onClick={() => start.change({ server: null, way: null })}>
          {startWords.otherAddress}
        </DialogButton>
      </FocusRow>
    </Focusable>
  );
}

const door = { flex: 1, minWidth: 0 };
const button = { minWidth: 0, width: "100%", height: "100%", padding: "8px 10px", fontSize: 14 };
