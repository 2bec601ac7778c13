import type { IconType } from "react-icons";
import { TbAlertTriangleFilled, TbCheck, TbDownload, TbUpload, TbX } from "react-icons/tb";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import type { Tone } from "../../ui/theme.ts";
import { activityText, activityWords, commonWords } from "../../words/words.ts";
import { useUndo } from "./use-undo.ts";

/** One thing that happened with one game's save. */
export function ActivityRow({ activity }: { activity: Activity }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { Icon, tone } = lookOf(activity);
  const undoing = useUndo(activity);
  const action = undoing?.action;
  const field =
    undoing === null
      ? {}
      : { onSecondaryButton: undoing.undo, onSecondaryActionDescription: activityWords.undo };
  const text = `${activityText(activity)} · ${formats.ago(activity.atMs, nowMs)}`;
  return (
    <LineRow
      focusKey={`activity:${activity.id}`}
      tone={tone}
      icon={<Icon />}
      title={activity.name}
      field={field}
      note={action?.kind === "trouble" ? action.text : action ? commonWords.working : text}
      {...(action?.kind === "trouble" ? { noteTone: "bad" } : {})}
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
