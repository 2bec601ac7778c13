import type { ReactNode } from "react";
import { TbAlertTriangleFilled, TbCloudCheck, TbDownload, TbRefresh, TbTrophy } from "react-icons/tb";
import type { BadRequest } from "../backend/contract/errors.ts";
import type { Notice } from "../backend/contract/events.ts";
import type { Conflict } from "../backend/contract/saves/conflict.ts";
import type { LaunchProgress, LaunchVerdict } from "../backend/contract/saves/launch.ts";
import type { SyncError, SyncReport } from "../backend/contract/saves/sync.ts";
import type { MessageSettings } from "../backend/contract/settings.ts";
import type { Outcome } from "../backend/contract/words.ts";
import type { Clock } from "./clock.ts";
import type { GatedApp } from "./launch/gated-app.ts";
import type { PageName, ScreenRoute } from "./screens/routes.ts";
import { colours } from "./ui/theme.ts";
import { reportTrouble } from "./words/report-trouble.ts";
import { launchWords, noticeText, unchecked } from "./words/words.ts";

/** Decky's toaster, as much of it as is used; absent after an update that broke it. */
export interface Toaster {
  toast(toast: {
    title: ReactNode;
    body: ReactNode;
    logo?: ReactNode;
    duration?: number;
    onClick?: () => void;
  }): unknown;
}

interface ToastDeps {
  toaster: Toaster | undefined;
  /** Opens what the toast is about. */
  open(route: ScreenRoute): void;
  isWanted(message: keyof MessageSettings): boolean;
  clock: Clock;
}

/** What is worth a toast, and nothing else: the panel shows the rest. Never two for one event; A opens its screen. */
export function createToasts({ toaster, open, isWanted, clock }: ToastDeps) {
  const shownAtMs = new Map<string, number>();
  let isOfflineTold = false;
  const show = (logo: ReactNode, title: string, body: string, route: ScreenRoute) => {
    const key = `${title}: ${body}`;
    const nowMs = clock.now();
    if (nowMs - (shownAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < sameEventMs) return;
    shownAtMs.set(key, nowMs);
    toaster?.toast({ title, body, logo, duration: 5_000, onClick: () => open(route) });
  };
  const unasked = (
    app: GatedApp,
    verdict: LaunchVerdict & { kind: "go-unchecked" },
    isThrownAway: boolean,
  ) => {
    const text =
      verdict.reason === "let-through" && isThrownAway
        ? launchWords.startedWithThisDecks
        : unchecked[verdict.reason];
    // Once for each time offline, and not for each game.
    if (text === null || (verdict.reason === "offline" && isOfflineTold)) return;
    isOfflineTold ||= verdict.reason === "offline";
    if (isWanted("offline")) show(icons.attention, app.name, text, gameOf(app));
  };
  return {
    notice: (notice: Notice) => {
      const message = messageOf[notice.kind];
      if (notice.kind === "saved-to-romm" || notice.kind === "away-summary") isOfflineTold = false;
      if (message !== null && !isWanted(message)) return;
      const { title, body } = noticeText(notice);
      show(noticeIcons[notice.kind], title, body, { screen: pageOf[notice.kind] });
    },
    verdict: (app: GatedApp, verdict: LaunchVerdict, progress: LaunchProgress | null) => {
      if (verdict.kind === "go-unchecked") return unasked(app, verdict, progress?.phase === "fetching");
      isOfflineTold = false;
      if (verdict.kind === "ask") {
        if (isWanted("needsYou"))
          show(
            icons.attention,
            noticeText({ kind: "conflict", name: "" }).title,
            app.name,
            choiceOf(verdict.conflict),
          );
      } else if (verdict.report.lines.some(isLoaded) && isWanted("fetched")) {
        show(
          icons.loaded,
          launchWords.loaded,
          launchWords.fromDevice(app.name, progress?.deviceName ?? null),
          gameOf(app),
        );
      }
    },
    checkFailed: (app: GatedApp) =>
      isWanted("offline") && show(icons.attention, app.name, launchWords.checkFailed, gameOf(app)),
    /** Success is a notice of the backend's; what is left to say is what does not mend itself once RomM answers. */
    exited: (app: GatedApp, outcome: Outcome<SyncReport, SyncError | BadRequest>) => {
      const trouble = isOutOfReach(outcome) ? null : reportTrouble(outcome);
      if (trouble !== null && isWanted("offline"))
        show(
          icons.attention,
          launchWords.notSaved,
          `${app.name}. ${launchWords.keptHere} ${trouble}`,
          gameOf(app),
        );
    },
  };
}

/** The launch and the backend may tell of one thing; the second time is the same event. */
const sameEventMs = 20_000;

const gameOf = ({ appId }: GatedApp): ScreenRoute => ({ screen: "game", appId });
const choiceOf = ({ conflictId }: Conflict): ScreenRoute => ({ screen: "choose", conflictId });

/** Null: always told. */
const messageOf: Record<Notice["kind"], keyof MessageSettings | null> = {
  "saved-to-romm": "saved",
  conflict: "needsYou",
  "away-summary": "away",
  "fetched-late": "fetchedLate",
  "open-elsewhere": "openElsewhere",
  "may-not-load": null,
  "newer-elsewhere": "openElsewhere",
  held: "needsYou",
  "play-status": null,
  "device-registered-again": null,
  "backend-restarted": null,
};

const pageOf: Record<Notice["kind"], PageName> = {
  "saved-to-romm": "activity",
  conflict: "needs-you",
  "away-summary": "activity",
  "fetched-late": "activity",
  "open-elsewhere": "games",
  "may-not-load": "activity",
  "newer-elsewhere": "games",
  held: "needs-you",
  "play-status": "play-status",
  "device-registered-again": "account",
  "backend-restarted": "activity",
};

export type Toasts = ReturnType<typeof createToasts>;

/** Nobody was reached: the save waits, and the first page counts it. */
function isOutOfReach(outcome: Outcome<SyncReport, SyncError | BadRequest>): boolean {
  const problem = outcome.ok ? outcome.value.lines.find((line) => line.problem)?.problem : outcome.error;
  return problem?.kind === "romm" && ["no-network", "offline", "timeout"].includes(problem.code);
}

const isLoaded = (line: SyncReport["lines"][number]) => line.direction === "down" && line.outcome === "done";

const icon = (Icon: typeof TbCloudCheck, colour: string) => <Icon size={28} color={colour} />;

const icons = {
  loaded: icon(TbDownload, colours.accent),
  attention: icon(TbAlertTriangleFilled, colours.attention),
};

const noticeIcons: Record<Notice["kind"], ReactNode> = {
  "saved-to-romm": icon(TbCloudCheck, colours.good),
  conflict: icons.attention,
  "away-summary": icons.loaded,
  "fetched-late": icons.loaded,
  "open-elsewhere": icons.attention,
  "may-not-load": icons.attention,
  "newer-elsewhere": icons.attention,
  held: icons.attention,
  "play-status": icon(TbTrophy, colours.accent),
  "device-registered-again": icon(TbRefresh, colours.accent),
  "backend-restarted": icon(TbRefresh, colours.accent),
};
