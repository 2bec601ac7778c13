import { listLanguages } from "../steam/language.ts";
import { en } from "./en/en.ts";
import { stretch } from "./stretch.ts";

/** All that the player reads, in the language of Steam's that we have; `xx` is the test language. */
export const {
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
  gameWords,
  gamesWords,
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
  playStatusLabels,
  playStatuses,
  quickAccessWords,
  reasons,
  rommProblem,
  settingsError,
  settingsWords,
  settingTexts,
  sourceTexts,
  statuses,
  statusWord,
  startWords,
  stateError,
  steps,
  summaryText,
  syncError,
  troubles,
  unchecked,
  unreadableParts,
  whichSaveWords,
} = listLanguages()[0] === "xx" ? stretch(en) : en;

/** Of the table, for numbers and dates. */
export const language = "en";
