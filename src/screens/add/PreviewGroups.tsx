import { useState } from "react";
import type { IconType } from "react-icons";
import {
  TbArrowFork,
  TbCircleArrowDownFilled,
  TbCircleArrowUpFilled,
  TbCircleCheckFilled,
  TbCircleDashed,
  TbCircleX,
  TbHelpCircle,
  TbPlayerPauseFilled,
} from "react-icons/tb";
import type { BindingsPreview, PreviewLine, Would } from "../../../backend/contract/saves/preview.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { RowWindow, type WindowRow } from "../../ui/RowWindow.tsx";
import type { Tone } from "../../ui/theme.ts";
import { addWords, previewGroup, previewLine } from "../../words/words.ts";
import { type PreviewGroup, previewGroups } from "./preview-groups.ts";

/** How many saves would go which way; A on one of them lists its games. */
export function PreviewGroups({ preview }: { preview: BindingsPreview }) {
  const [shown, setShown] = useState<Would | null>(null);
  const rows = previewGroups(preview).flatMap((group): WindowRow[] => {
    const isShown = group.would === shown;
    const toggle = () => setShown(isShown ? null : group.would);
    const head: WindowRow = {
      ...{ key: group.would, heightPx: 34, letter: null },
      draw: () => <GroupRow group={group} isShown={isShown} onToggle={toggle} />,
    };
    return isShown ? [head, ...group.lines.map(gameRow)] : [head];
  });
  return <RowWindow rows={rows} />;
}

function gameRow(line: PreviewLine): WindowRow {
  const key = line.appIds.join();
  return {
    ...{ key, heightPx: 50, letter: line.name.charAt(0).toLocaleUpperCase() },
    draw: () => <GameRow line={line} focusKey={`preview:${key}`} />,
  };
}

function GroupRow(props: { group: PreviewGroup; isShown: boolean; onToggle(): void }) {
  const { group, isShown, onToggle } = props;
  const { Icon, tone } = looks[group.would];
  return (
    <LineRow
      focusKey={`group:${group.would}`}
      field={{ ...usePress(onToggle), onOKActionDescription: isShown ? addWords.fewer : addWords.show }}
      icon={<Icon />}
      tone={tone}
      title={previewGroup(group.would, group.lines.length)}
      marks={{ "data-would": group.would, "data-count": group.lines.length }}
    />
  );
}

function GameRow({ line, focusKey }: { line: PreviewLine; focusKey: string }) {
  const { formats } = useSavepoint();
  const { Icon } = looks[line.would];
  const note = previewLine(line, { formats, nowMs: useNow() });
  return (
    <LineRow focusKey={focusKey} icon={<Icon />} tone="muted" title={line.name} note={note} isNoteOneLine />
  );
}

const looks: Record<Would, { Icon: IconType; tone: Tone }> = {
  upload: { Icon: TbCircleArrowUpFilled, tone: "accent" },
  download: { Icon: TbCircleArrowDownFilled, tone: "accent" },
  differs: { Icon: TbArrowFork, tone: "attention" },
  same: { Icon: TbCircleCheckFilled, tone: "good" },
  nothing: { Icon: TbCircleDashed, tone: "muted" },
  unknown: { Icon: TbHelpCircle, tone: "muted" },
  "not-now": { Icon: TbPlayerPauseFilled, tone: "muted" },
  refused: { Icon: TbCircleX, tone: "bad" },
};
