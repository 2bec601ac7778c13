import type { Activity } from "../../backend/contract/saves/activity.ts";
import { usePress } from "../hooks/press.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { useUndo } from "../screens/activity/use-undo.ts";
import { useSignIn } from "../screens/start/use-sign-in.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { Buttons, SideButton } from "../ui/Buttons.tsx";
import { PanelSection, PanelSectionRow } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { TextRow } from "../ui/TextRow.tsx";
import { activityWords, headlineText, quickAccessWords } from "../words/words.ts";
import type { Headline } from "./headline.ts";
import { headlineLooks } from "./headline-look.ts";

/** The one sentence of truth, and the one thing to do about it. */
export function HeadlineRows({ headline }: { headline: Headline }) {
  return (
    <PanelSection>
      <HeadlineRow headline={headline} />
      <HeadlineAction headline={headline} />
    </PanelSection>
  );
}

function HeadlineRow({ headline }: { headline: Headline }) {
  const { formats, screens } = useSavepoint();
  const nowMs = useNow();
  const { Icon, tone } = headlineLooks[headline.kind];
  const { title, note } = headlineText(headline, { formats, nowMs });
  const press = usePress(() => screens.open({ screen: "activity" }));
  const hasMore = !["loading", "retired", "signed-out", "trouble"].includes(headline.kind);
  return (
    <LineRow
      focusKey="headline"
      {...(hasMore ? { field: { ...press, onOKActionDescription: activityWords.title } } : {})}
      isSentence
      tone={tone}
      icon={<Icon />}
      title={title}
      note={note}
      marks={{ "data-headline": headline.kind }}
    />
  );
}

function HeadlineAction({ headline }: { headline: Headline }) {
  const { screens } = useSavepoint();
  const signIn = useSignIn();
  switch (headline.kind) {
    case "signed-out":
      return (
        <ButtonRow focusKey="set-up" description={quickAccessWords.setUpNote} onPress={signIn}>
          {quickAccessWords.setUp}
        </ButtonRow>
      );
    case "sign-in-again":
      return (
        <ButtonRow focusKey="sign-in-again" description={quickAccessWords.signInAgainNote} onPress={signIn}>
          {quickAccessWords.signInAgain}
        </ButtonRow>
      );
    case "on-hold":
      return (
        <ButtonRow focusKey="look-at-them" onPress={() => screens.open({ screen: "needs-you" })}>
          {quickAccessWords.lookAtThem}
        </ButtonRow>
      );
    case "no-games":
      return (
        <ButtonRow focusKey="find-games" onPress={() => screens.open({ screen: "add" })}>
          {quickAccessWords.findGames}
        </ButtonRow>
      );
    case "list-repaired":
      return <GotIt />;
    case "list":
      return headline.health === "lost" ? <GotIt /> : null;
    case "after-choice":
      return <AfterChoice activity={headline.activity} />;
    default:
      return null;
  }
}

/** Played once with what was chosen: either it was right, or the other one is played from now on, and both are kept. */
function AfterChoice({ activity }: { activity: Activity }) {
  const { actions, backend, overview } = useSavepoint();
  const undoing = useUndo(activity);
  const confirm = async () => {
    await backend.confirmChoice({ activityId: activity.id });
    overview.refresh();
    return null;
  };
  return (
    <>
      <PanelSectionRow>
        <Buttons>
          <SideButton focusKey="right" onPress={() => actions.run("confirm-choice", confirm)}>
            {quickAccessWords.wasRight}
          </SideButton>
          {undoing && activity.undo.kind === "can" && (
            <SideButton focusKey="swap" onPress={undoing.undo}>
              {quickAccessWords.swap}
            </SideButton>
          )}
        </Buttons>
      </PanelSectionRow>
      {undoing?.action?.kind === "trouble" && (
        <TextRow focusKey="trouble" isTrouble>
          {undoing.action.text}
        </TextRow>
      )}
    </>
  );
}

/** The player has read where the list of games came from. */
function GotIt() {
  const { actions, backend } = useSavepoint();
  const action = useAction("recovery-seen");
  const acknowledge = async () => {
    const outcome = await backend.acknowledgeRecovery({});
    return outcome.ok ? null : quickAccessWords.notStored;
  };
  return (
    <ButtonRow
      focusKey="got-it"
      isBusy={action?.kind === "running"}
      onPress={() => actions.run("recovery-seen", acknowledge)}
      description={action?.kind === "trouble" ? action.text : undefined}
    >
      {quickAccessWords.gotIt}
    </ButtonRow>
  );
}
