import type { ReactNode } from "react";
import { AccountPage } from "./account/AccountPage.tsx";
import { ActivityPage } from "./activity/ActivityPage.tsx";
import { BackupsPage } from "./backups/BackupsPage.tsx";
import { GamesPage } from "./games/GamesPage.tsx";
import { NeedsYouPage } from "./needs-you/NeedsYouPage.tsx";
import { PlayStatusPage } from "./play-status/PlayStatusPage.tsx";
import type { PageName } from "./routes.ts";
import { SettingsPage } from "./settings/SettingsPage.tsx";

/** What stands on each of the pages that lie side by side. */
export const pageBodies: Record<PageName, () => ReactNode> = {
  games: () => <GamesPage />,
  "needs-you": () => <NeedsYouPage />,
  activity: () => <ActivityPage />,
  "play-status": () => <PlayStatusPage />,
  settings: () => <SettingsPage />,
  account: () => <AccountPage />,
  backups: () => <BackupsPage />,
};
