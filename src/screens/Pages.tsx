import { useState } from "react";
import { FocusRows } from "../focus/FocusRows.tsx";
import { SidebarNavigation } from "../ui/decky-ui.ts";
import { LineWidth } from "../ui/Line.tsx";
import {
  accountWords,
  activityWords,
  backupWords,
  commonWords,
  gamesWords,
  needsYouWords,
  playStatusLabels,
  settingsWords,
} from "../words/words.ts";
import { pageBodies } from "./page-bodies.tsx";
import { type PageName, pageNames } from "./routes.ts";

const titles: Record<PageName, string> = {
  games: gamesWords.title,
  "needs-you": needsYouWords.title,
  activity: activityWords.title,
  "play-status": playStatusLabels.title,
  settings: settingsWords.title,
  account: accountWords.title,
  backups: backupWords.title,
};

/** Steam's list of pages on the left, and one of them beside it. */
export function Pages({ page }: { page: PageName }) {
  const [shown, setShown] = useState<string>(page);
  return (
    <LineWidth value={540}>
      <SidebarNavigation
        title={commonWords.savepoint}
        page={shown}
        onPageRequested={setShown}
        disableRouteReporting
        pages={pageNames.map((name) => ({
          identifier: name,
          title: titles[name],
          content: <FocusRows page={name}>{pageBodies[name]()}</FocusRows>,
        }))}
      />
    </LineWidth>
  );
}
