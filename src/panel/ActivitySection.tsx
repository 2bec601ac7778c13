import type { IconType } from "react-icons";
import { TbAlertTriangleFilled, TbCheck, TbDownload, TbUpload, TbX } from "react-icons/tb";
import type { Overview } from "../../backend/contract/overview.ts";
import type { Activity } from "../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { Field, PanelSection, PanelSectionRow } from "../ui/decky-ui.ts";
import { Line } from "../ui/Line.tsx";
import type { Tone } from "../ui/theme.ts";
import { activityText, labels } from "../words/en.ts";

const shownMax = 5;

/** The newest lines of the log. */
export function ActivitySection({ overview }: { overview: Overview }) {
  if (overview.activity.length === 0) return null;
  return (
    <PanelSection title={labels.activity.title}>
      {overview.activity.slice(0, shownMax).map((activity) => (
        <ActivityLine key={activity.id} activity={activity} />
      ))}
    </PanelSection>
  );
}

function ActivityLine({ activity }: { activity: Activity }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { Icon, tone } = lookOf(activity);
  return (
    <PanelSectionRow>
      <Field
        focusable
        highlightOnFocus
        bottomSeparator="none"
        padding="compact"
        label={
          <Line
            tone={tone}
            icon={<Icon />}
            title={activity.name}
            note={`${activityText(activity)} · ${formats.ago(activity.atMs, nowMs)}`}
            marks={{ "data-activity": activity.id }}
          />
        }
      />
    </PanelSectionRow>
  );
}

function lookOf(activity: Activity): { Icon: IconType; tone: Tone } {
  if (activity.outcome === "failed") return { Icon: TbX, tone: "bad" };
  if (activity.outcome === "asks") return { Icon: TbAlertTriangleFilled, tone: "attention" };
  if (activity.decision === "upload") return { Icon: TbUpload, tone: "accent" };
  if (activity.decision === "download") return { Icon: TbDownload, tone: "accent" };
  return { Icon: TbCheck, tone: "good" };
}
