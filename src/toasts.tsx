import type { ReactNode } from "react";
import { TbAlertTriangleFilled, TbCloudCheck, TbDownload, TbRefresh, TbTrophy } from "react-icons/tb";
import type { BadRequest } from "../backend/contract/errors.ts";
import type { Notice } from "../backend/contract/events.ts";
import type { LaunchVerdict } from "../backend/contract/saves/launch.ts";
import type { SyncError, SyncReport } from "../backend/contract/saves/sync.ts";
import type { Outcome } from "../backend/contract/words.ts";
import { colours } from "./ui/theme.ts";
import { reportTrouble } from "./words/report-trouble.ts";
import { launchWords, noticeText, unchecked } from "./words/words.ts";

/** Decky's toaster, as much of it as is used. */
export interface Toaster {
  toast(toast: { title: ReactNode; body: ReactNode; logo?: ReactNode; duration?: number }): unknown;
}

/** What is worth a toast, and nothing else: the panel shows the rest. */
export function createToasts(toaster: Toaster) {
  const show = (logo: ReactNode, title: string, body: string) =>
    toaster.toast({ title, body, logo, duration: 5_000 });
  return {
    notice: (notice: Notice) => {
      const { title, body } = noticeText(notice);
      show(noticeIcons[notice.kind], title, body);
    },
    verdict: (name: string, verdict: LaunchVerdict) => {
      if (verdict.kind === "go" && verdict.report.lines.some(isLoaded))
        show(icons.loaded, launchWords.loaded, name);
      if (verdict.kind === "ask") show(icons.attention, noticeText({ kind: "conflict", name }).title, name);
      const reason = verdict.kind === "go-unchecked" ? unchecked[verdict.reason] : null;
      if (reason !== null) show(icons.attention, name, reason);
    },
    checkFailed: (name: string) => show(icons.attention, name, launchWords.checkFailed),
    /** Success is a notice of the backend's; what is left to say is that it did not work yet. */
    exited: (name: string, outcome: Outcome<SyncReport, SyncError | BadRequest>) => {
      const trouble = reportTrouble(outcome);
      if (trouble !== null) show(icons.attention, launchWords.notSaved, `${name}. ${trouble}`);
    },
  };
}

export type Toasts = ReturnType<typeof createToasts>;

const isLoaded = (line: SyncReport["lines"][number]) => line.direction === "down" && line.outcome === "done";

const icon = (Icon: typeof TbCloudCheck, colour: string) => <Icon size={28} color={colour} />;

const icons = {
  loaded: icon(TbDownload, colours.accent),
  attention: icon(TbAlertTriangleFilled, colours.attention),
};

const noticeIcons: Record<Notice["kind"], ReactNode> = {
  "saved-to-romm": icon(TbCloudCheck, colours.good),
  conflict: icons.attention,
  held: icons.attention,
  "play-status": icon(TbTrophy, colours.accent),
  "device-registered-again": icon(TbRefresh, colours.accent),
  "backend-restarted": icon(TbRefresh, colours.accent),
};
