import { useState } from "react";
import type { IconType } from "react-icons";
import { TbCloudCheck, TbCloudOff, TbCloudQuestion, TbDeviceFloppyFilled } from "react-icons/tb";
import type { Overview, ServerReach } from "../../../backend/contract/overview.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { PanelSection } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { openDialog } from "../../ui/open-dialog.tsx";
import type { Tone } from "../../ui/theme.ts";
import { labels } from "../../words/labels.ts";
import { rommProblem } from "../../words/romm-problems.ts";
import { AccountDetails } from "./AccountDetails.tsx";
import { ConnectForm } from "./ConnectForm.tsx";

type Connected = Extract<Overview["connection"], { kind: "connected" }>;

/** Whose saves these are, and whether RomM was reached; signed out, the way in. */
export function AccountSection({ overview }: { overview: Overview }) {
  const { connection } = overview;
  return (
    <PanelSection>
      {connection.kind === "signed-out" ? <SignedOut /> : <AccountRow connection={connection} />}
    </PanelSection>
  );
}

function SignedOut() {
  const savepoint = useSavepoint();
  const [isInline, setIsInline] = useState(false);
  const connect = () => {
    const dialog = openDialog(savepoint, (close) => <ConnectForm onDone={close} />);
    setIsInline(dialog === null);
  };
  if (isInline) return <ConnectForm onDone={() => setIsInline(false)} />;
  return (
    <>
      <LineRow
        focusKey="welcome"
        tone="accent"
        icon={<TbDeviceFloppyFilled />}
        title={labels.account.welcome}
        note={labels.account.signedOut}
      />
      <ButtonRow focusKey="connect" onPress={connect}>
        {labels.account.connect}
      </ButtonRow>
    </>
  );
}

function AccountRow({ connection }: { connection: Connected }) {
  const savepoint = useSavepoint();
  const [isInline, setIsInline] = useState(false);
  const { Icon, tone, text } = useReach(connection.server);
  const press = usePress(() => {
    const dialog = openDialog(savepoint, (close) => (
      <AccountDetails connection={connection} onDone={close} />
    ));
    setIsInline(dialog === null);
  });
  if (isInline) return <AccountDetails connection={connection} onDone={() => setIsInline(false)} />;
  return (
    <LineRow
      focusKey="account"
      field={{ ...press, onOKActionDescription: labels.account.change }}
      tone={tone}
      icon={<Icon />}
      title={hostOf(connection.origin)}
      note={
        <>
          <div>{labels.account.as(connection.username, connection.deviceName)}</div>
          <div>{text}</div>
        </>
      }
      marks={{ "data-reach": connection.server.kind }}
    />
  );
}

function useReach(server: ServerReach): { Icon: IconType; tone: Tone; text: string } {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  switch (server.kind) {
    case "not-asked":
      return { Icon: TbCloudQuestion, tone: "muted", text: labels.account.notAsked };
    case "reached":
      return {
        Icon: TbCloudCheck,
        tone: "good",
        text: labels.account.reached(formats.ago(server.atMs, nowMs)),
      };
    case "failed":
      return { Icon: TbCloudOff, tone: "attention", text: rommProblem(server.problem) };
  }
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}
