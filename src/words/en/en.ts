import { activityText, activityWords, lastRunText } from "./activity.ts";
import { heldReasons, heldWaits, reasons, statuses } from "./decisions.ts";
import { elsewhereText, elsewhereWords } from "./elsewhere.ts";
import { findError } from "./find-server.ts";
import { headlineText } from "./headlines.ts";
import { launchWords } from "./launch.ts";
import { moveError, moveWords } from "./move.ts";
import { noticeText, unchecked, unreadableParts } from "./notices.ts";
import {
  awardText,
  lineText,
  playStatusError,
  playStatuses,
  playStatusLabels,
  settingsError,
  settingTexts,
  sourceTexts,
  statusWord,
  steps,
  summaryText,
} from "./play-status.ts";
import { connectError, stateError, syncError, troubles } from "./problems.ts";
import { quickAccessWords } from "./quick-access.ts";
import { rommProblem } from "./romm-problems.ts";
import {
  accountWords,
  backupWords,
  commonWords,
  gamesWords,
  gameWords,
  needsYouWords,
  whichSaveWords,
} from "./screens.ts";
import { settingsWords } from "./settings.ts";
import { startWords } from "./start.ts";

/** The English table, whole. */
export const en = {
  accountWords,
  activityText,
  activityWords,
  awardText,
  backupWords,
  commonWords,
  connectError,
  elsewhereText,
  elsewhereWords,
  findError,
  gamesWords,
  gameWords,
  headlineText,
  heldReasons,
  heldWaits,
  lastRunText,
  launchWords,
  lineText,
  moveError,
  moveWords,
  needsYouWords,
  noticeText,
  playStatusError,
  playStatuses,
  playStatusLabels,
  quickAccessWords,
  reasons,
  rommProblem,
  settingsError,
  settingsWords,
  settingTexts,
  sourceTexts,
  statuses,
  startWords,
  stateError,
  statusWord,
  steps,
  summaryText,
  syncError,
  troubles,
  unchecked,
  unreadableParts,
  whichSaveWords,
};
