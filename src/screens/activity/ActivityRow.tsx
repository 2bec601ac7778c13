import type { IconType } from "react-icons";
import { TbAlertTriangleFilled, TbCheck, TbDownload, TbUpload, TbX } from "react-icons/tb";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import type { Tone } from "../../ui/theme.ts";
import { activityText } from "../../words/words.ts";

/** One thing that happened with one game's save. */
export function ActivityRow({ activity }: { activity: Activity }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { Icon, tone } = lookOf(activity);
  return (
    <LineRow
      focusKey={`activity:${activity.id}`}
      tone={tone}
      icon={<Icon />}
      title={activity.name}
      note={`${activityText(activity)} · ${formats.ago(activity.atMs, nowMs)}`}
      marks={{ "data-activity": activity.id }}
    />
  );
}

function lookOf(activity: Activity): { Icon: IconType; tone: Tone } {
  if (activity.outcome === "failed") return { Icon: TbX, tone: "bad" };
  if (activity.outcome === "asks") return { Icon: TbAlertTriangleFilled, tone: "attention" };
  if (activity.decision === "upload") return { Icon: TbUpload, tone: "accent" };
  if (activity.decision === "download") return { Icon: TbDownload, tone: "accent" };
  return { Icon: TbCheck, tone: "good" };
}
