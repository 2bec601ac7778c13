import type { ReactNode } from "react";
import { TbAlertTriangleFilled, TbHistory, TbInfoCircleFilled, TbRefresh } from "react-icons/tb";
import type { Overview, RegistryHealth } from "../../backend/contract/overview.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import type { OverviewSnapshot } from "../overview/overview-store.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import type { Tone } from "../ui/theme.ts";
import { labels } from "../words/labels.ts";
import { registries, unreadableParts } from "../words/notices.ts";
import { troubles } from "../words/problems.ts";

/** How long the panel goes on saying that the service was restarted. */
const restartShownMs = 120_000;

/** From this age on, the panel says how old it is. */
const oldMs = 60_000;

/** What is unusual just now; nothing at all on a usual day. */
export function NoticesSection({ snapshot, isOld }: { snapshot: OverviewSnapshot; isOld: boolean }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { trouble, asOfMs, overview, restartedAtMs } = snapshot;
  const asOf =
    isOld && asOfMs !== null && nowMs - asOfMs >= oldMs
      ? labels.notices.asOf(formats.ago(asOfMs, nowMs))
      : undefined;
  const wasRestarted = restartedAtMs !== null && nowMs - restartedAtMs < restartShownMs;
  const registry = overview === null ? null : registryNotice(overview.registry, nowMs, formats.moment);

  const shown: ReactNode[] = [];
  if (trouble !== null) {
    shown.push(
      <Notice
        key="trouble"
        name="trouble"
        tone="attention"
        icon={<TbRefresh />}
        title={troubles[trouble]}
        body={asOf}
      />,
    );
  } else if (isOld && overview !== null) {
    shown.push(
      <Notice
        key="old"
        name="old"
        tone="muted"
        icon={<TbHistory />}
        title={labels.notices.loading}
        body={asOf}
      />,
    );
  } else if (wasRestarted) {
    const ago = formats.ago(restartedAtMs, nowMs);
    shown.push(
      <Notice
        key="restarted"
        name="restarted"
        tone="accent"
        icon={<TbInfoCircleFilled />}
        title={labels.notices.restarted}
        body={ago}
      />,
    );
  }
  if (registry !== null) {
    shown.push(
      <Notice
        key="registry"
        name="registry"
        tone="attention"
        icon={<TbAlertTriangleFilled />}
        {...registry}
      />,
    );
    if (isAnswerable(overview)) shown.push(<SeenButton key="seen" />);
  }
  // Steam may still hold an overview from before an update.
  for (const { part } of overview?.unreadable ?? []) {
    shown.push(
      <Notice
        key={part}
        name={part}
        tone="attention"
        icon={<TbAlertTriangleFilled />}
        {...unreadableParts[part]}
      />,
    );
  }
  if (shown.length === 0) return null;
  return <PanelSection>{shown}</PanelSection>;
}

function registryNotice(
  health: RegistryHealth,
  nowMs: number,
  moment: (atMs: number, nowMs: number) => string,
) {
  const words = registries[health.kind];
  if (words === null || health.kind !== "recovered") return words;
  return {
    title: words.title,
    body: `${words.body} ${labels.notices.savedAt(moment(health.savedAtMs, nowMs))}`,
  };
}

/** The others are not news but a state that lasts. */
function isAnswerable(overview: Overview | null): boolean {
  return overview !== null && ["recovered", "lost"].includes(overview.registry.kind);
}

function SeenButton() {
  const { actions, backend } = useSavepoint();
  const action = useAction("recovery-seen");
  const acknowledge = async () => {
    const outcome = await backend.acknowledgeRecovery({});
    return outcome.ok ? null : labels.notices.notStored;
  };
  return (
    <ButtonRow
      focusKey="recovery-seen"
      isBusy={action?.kind === "running"}
      onPress={() => actions.run("recovery-seen", acknowledge)}
      description={action?.kind === "trouble" ? action.text : undefined}
    >
      {labels.notices.seen}
    </ButtonRow>
  );
}

function Notice(props: {
  name: string;
  tone: Tone;
  icon: ReactNode;
  title: string;
  body?: string | undefined;
}) {
  const { name, tone, icon, title, body } = props;
  return (
    <LineRow
      focusKey={`notice:${name}`}
      tone={tone}
      icon={icon}
      title={<span style={{ whiteSpace: "normal" }}>{title}</span>}
      {...(body === undefined ? {} : { note: body })}
    />
  );
}
