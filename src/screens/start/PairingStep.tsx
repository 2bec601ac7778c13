import { useEffect, useRef, useState } from "react";
import type { Pairing } from "../../../backend/contract/account.ts";
import type { FoundServer } from "../../../backend/contract/server.ts";
import { focusInto } from "../../focus/focusable.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { QrCode } from "../../ui/QrCode.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { connectError, startWords, troubles } from "../../words/words.ts";

/** The code that the player approves in RomM, on a phone or any other device. */
export function PairingStep({ server, onDone }: { server: FoundServer; onDone(): void }) {
  const [attempt, setAttempt] = useState(0);
  const { pairing, trouble } = usePairing({ server, onDone, attempt });
  if (trouble !== null) return <NoCode trouble={trouble} onAgain={() => setAttempt(attempt + 1)} />;
  if (pairing === null) return <TextRow focusKey="code">{startWords.askingForCode}</TextRow>;
  return <Code pairing={pairing} />;
}

/** What became of the code, with the focus on the one way out. */
function NoCode({ trouble, onAgain }: { trouble: string; onAgain(): void }) {
  const wayOut = useRef<HTMLDivElement>(null);
  useEffect(() => focusInto(wayOut.current), []);
  return (
    <>
      <TextRow focusKey="trouble" isTrouble>
        {trouble}
      </TextRow>
      <div ref={wayOut}>
        <ButtonRow focusKey="new-code" onPress={onAgain}>
          {startWords.newCode}
        </ButtonRow>
      </div>
    </>
  );
}

function Code({ pairing }: { pairing: Pairing }) {
  return (
    <div style={{ display: "flex", gap: 20, alignItems: "center" }}>
      <QrCode rows={pairing.qrRows} sizePx={200} label={pairing.urlWithCode} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <TextRow focusKey="code">{startWords.scanOrOpen(pairing.url)}</TextRow>
        <div style={{ fontSize: 28, lineHeight: "40px", letterSpacing: 2 }} data-user-code="">
          {pairing.userCode}
        </div>
        <TimeLeft untilMs={pairing.expiresAtMs} />
      </div>
    </div>
  );
}

function TimeLeft({ untilMs }: { untilMs: number }) {
  const { clock } = useSavepoint();
  const [nowMs, setNowMs] = useState(() => clock.now());
  useEffect(() => {
    let stop = () => {};
    const tick = () => {
      setNowMs(clock.now());
      stop = clock.after(1_000, tick);
    };
    tick();
    return () => stop();
  }, [clock]);
  const seconds = Math.max(0, Math.round((untilMs - nowMs) / 1_000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <div style={{ fontSize: 14 }}>{startWords.waitingForYou(text)}</div>;
}

/** Asks for a code, and waits for the answer in RomM; whoever leaves cancels it. */
function usePairing(deps: { server: FoundServer; onDone(): void; attempt: number }) {
  const { server, attempt } = deps;
  const { backend, start } = useSavepoint();
  const [pairing, setPairing] = useState<Pairing | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const done = useRef(deps.onDone);
  done.current = deps.onDone;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt is a code of its own.
  useEffect(() => {
    let isHere = true;
    let pairingId: string | null = null;
    setPairing(null);
    setTrouble(null);
    const pair = async () => {
      const { access } = start.read();
      const asked = await backend.startPairing({ origin: server.origin, ...(access && { access }) });
      if (!asked.ok) return isHere && setTrouble(connectError(asked.error));
      pairingId = asked.value.pairingId;
      if (!isHere) return void backend.cancelPairing({ pairingId });
      setPairing(asked.value);
      const answered = await backend.awaitPairing({ pairingId });
      if (!isHere) return;
      pairingId = null;
      if (answered.ok) done.current();
      else setTrouble(connectError(answered.error));
    };
    pair().catch(() => isHere && setTrouble(troubles.internal.title));
    return () => {
      isHere = false;
      if (pairingId !== null) backend.cancelPairing({ pairingId }).catch(() => {});
    };
  }, [backend, start, server, attempt]);
  return { pairing, trouble };
}
