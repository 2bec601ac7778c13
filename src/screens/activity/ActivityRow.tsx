import type { IconType } from "react-icons";
import { TbAlertTriangleFilled, TbCheck, TbDownload, TbUpload, TbX } from "react-icons/tb";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import type { Tone } from "../../ui/theme.ts";
import { activityName, activityText, commonWords, foundWords } from "../../words/words.ts";
import { useUndo } from "./use-undo.ts";

interface Props {
  activity: Activity;
  /** In a list of many: A leads to the game, or shows what a line stands for. */
  isOneOfMany?: boolean;
  onUnfold?: () => void;
}

/** One thing that happened with one game's save, or with many by one press. X takes it back, or says why it cannot be. */
export function ActivityRow({ activity, isOneOfMany = false, onUnfold = () => {} }: Props) {
  const { formats, screens } = useSavepoint();
  const nowMs = useNow();
  const { Icon, tone } = lookOf(activity);
  const { id, appIds, batchSize } = activity;
  const undoing = useUndo(activity);
  const action = undoing?.action;
  const [appId] = appIds;
  const isMany = batchSize !== null;
  const press = usePress(() =>
    isMany ? onUnfold() : appId !== undefined && screens.open({ screen: "game", appId }),
  );
  const field = {
    ...(isOneOfMany && { ...press, onOKActionDescription: isMany ? foundWords.show : commonWords.open }),
    ...(undoing && { onSecondaryButton: undoing.undo, onSecondaryActionDescription: undoing.word }),
  };
  const text = `${activityText(activity)} · ${formats.ago(activity.atMs, nowMs)}`;
  return (
    <LineRow
      focusKey={`activity:${id}`}
      tone={tone}
      icon={<Icon />}
      title={activityName(activity)}
      field={field}
      note={action?.kind === "trouble" ? action.text : action ? commonWords.working : text}
      isNoteOneLine={isOneOfMany}
      {...(action?.kind === "trouble" ? { noteTone: "bad" } : {})}
      marks={{ "data-activity": id }}
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
