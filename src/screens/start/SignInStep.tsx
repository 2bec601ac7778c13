import { useSyncExternalStore } from "react";
import type { FoundServer, SignInWay } from "../../../backend/contract/server.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
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
    <Buttons>
      {ways.map((way) => (
        <SideButton key={way} focusKey={`way:${way}`} onPress={() => start.change({ way })}>
          {startWords.ways[way].door}
        </SideButton>
      ))}
      <SideButton focusKey="other-address" onPress={() => start.change({ server: null, way: null })}>
        {startWords.otherAddress}
      </SideButton>
    </Buttons>
  );
}
