import { activityText, activityWords, lastRunText, undoQuestion } from "./activity.ts";
import { addWords, afterText, previewGroup, previewLine, registerError } from "./add.ts";
import { answerAllWords } from "./answer-all.ts";
import { heldReasons, heldWaits, reasons, statuses } from "./decisions.ts";
import { elsewhereText, elsewhereWords } from "./elsewhere.ts";
import { findError } from "./find-server.ts";
import { fixWords, foundWords, scanText, sectionTitle } from "./found.ts";
import { gameDetailWords, wouldDo } from "./game-detail.ts";
import { headlineText } from "./headlines.ts";
import { launchWords } from "./launch.ts";
import { matchEvidence, scanFailure } from "./matches.ts";
import { moveError, moveWords } from "./move.ts";
import { noticeText, unchecked, unreadableParts } from "./notices.ts";
import { noPlaceText, objectionText, placeReason, placeWords, settingText } from "./place.ts";
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
  addWords,
  afterText,
  answerAllWords,
  awardText,
  backupWords,
  commonWords,
  connectError,
  elsewhereText,
  elsewhereWords,
  findError,
  fixWords,
  foundWords,
  gameDetailWords,
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
  matchEvidence,
  needsYouWords,
  noticeText,
  noPlaceText,
  objectionText,
  placeReason,
  placeWords,
  settingText,
  playStatusError,
  playStatuses,
  playStatusLabels,
  previewGroup,
  previewLine,
  quickAccessWords,
  reasons,
  registerError,
  rommProblem,
  scanFailure,
  scanText,
  sectionTitle,
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
  undoQuestion,
  unreadableParts,
  wouldDo,
  whichSaveWords,
};
