import type { IconType } from "react-icons";
import { TbCloud, TbCloudCheck, TbCloudOff } from "react-icons/tb";
import type { Overview, ServerReach } from "../../../backend/contract/overview.ts";
import { useAction, useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { waitingOf } from "../../stores/topics.ts";
import { ButtonRow } from "../../ui/ButtonRow.tsx";
import { confirmFirst } from "../../ui/confirm-first.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import type { Tone } from "../../ui/theme.ts";
import { accountWords, moveWords, quickAccessWords, rommProblem } from "../../words/words.ts";
import { useSignIn } from "../start/use-sign-in.ts";

type Connected = Extract<Overview["connection"], { kind: "connected" }>;

/** Whose saves these are, whether RomM was reached, and the way out. */
export function AccountPage() {
  const { overview } = useOverview();
  const signIn = useSignIn();
  if (overview === null) return null;
  const { connection } = overview;
  if (connection.kind === "connected") return <SignedIn connection={connection} />;
  return (
    <ButtonRow focusKey="set-up" description={accountWords.signedOut} onPress={signIn}>
      {accountWords.welcome}
    </ButtonRow>
  );
}

function SignedIn({ connection }: { connection: Connected }) {
  const { screens } = useSavepoint();
  const signIn = useSignIn();
  const { Icon, tone, text } = useReach(connection.server);
  return (
    <>
      <LineRow
        focusKey="account"
        tone={tone}
        icon={<Icon />}
        title={accountWords.userOn(connection.username, connection.origin)}
        note={text}
        marks={{ "data-reach": connection.server.kind }}
      />
      <TextRow focusKey="device">{accountWords.deviceIs(connection.deviceName)}</TextRow>
      <TextRow focusKey="version">{accountWords.versionIs(connection.serverVersion)}</TextRow>
      <ButtonRow focusKey="sign-in-again" description={quickAccessWords.signInAgainNote} onPress={signIn}>
        {quickAccessWords.signInAgain}
      </ButtonRow>
      <ButtonRow
        focusKey="move"
        description={moveWords.doorNote}
        onPress={() => screens.open({ screen: "move" })}
      >
        {moveWords.door}
      </ButtonRow>
      <SignOut />
    </>
  );
}

/** What waits would wait for good: it is asked first. */
function SignOut() {
  const savepoint = useSavepoint();
  const { actions, backend } = savepoint;
  const { overview } = useOverview();
  const waiting = overview === null ? 0 : waitingOf(overview);
  const action = useAction("disconnect");
  const signOut = () =>
    actions.run("disconnect", async () => {
      await backend.disconnect({});
      return null;
    });
  const question = {
    title: accountWords.signOutWaits(waiting),
    text: accountWords.signOutText,
    yes: accountWords.signOut,
    no: accountWords.staySignedIn,
  };
  return (
    <ButtonRow
      focusKey="sign-out"
      isBusy={action?.kind === "running"}
      onPress={() => (waiting > 0 ? confirmFirst(savepoint, question, signOut) : signOut())}
      description={
        action?.kind === "trouble"
          ? action.text
          : `${waiting > 0 ? `${accountWords.signOutWaits(waiting)} ` : ""}${accountWords.signOutNote}`
      }
    >
      {accountWords.signOut}
    </ButtonRow>
  );
}

function useReach(server: ServerReach): { Icon: IconType; tone: Tone; text: string } {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  switch (server.kind) {
    case "not-asked":
      return { Icon: TbCloud, tone: "muted", text: accountWords.notAsked };
    case "reached":
      return {
        Icon: TbCloudCheck,
        tone: "good",
        text: accountWords.reached(formats.ago(server.atMs, nowMs)),
      };
    case "failed":
      return { Icon: TbCloudOff, tone: "attention", text: rommProblem(server.problem) };
  }
}
