import { activityName, activityText, activityWords, lastRunText, undoQuestion } from "./activity.ts";
import { addWords, afterText, previewGroup, previewLine, registerError } from "./add.ts";
import { answerAllWords, answeredText } from "./answer-all.ts";
import { careText, careWords, newerText } from "./care.ts";
import { reasons, statuses, statusText } from "./decisions.ts";
import { elsewhereText, elsewhereWords } from "./elsewhere.ts";
import { findError } from "./find-server.ts";
import { fixWords, foundWords, scanText, sectionTitle } from "./found.ts";
import { gameDetailWords, wouldDo } from "./game-detail.ts";
import { headlineText } from "./headlines.ts";
import { heldTitle, heldWords, sideText } from "./held.ts";
import { launchWords } from "./launch.ts";
import { matchEvidence, scanFailure } from "./matches.ts";
import { moveError, moveWords } from "./move.ts";
import { movedWords } from "./moved-roms.ts";
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
import { connectError, noUndo, stateError, syncError, troubles } from "./problems.ts";
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
import { keptText, settingsWords } from "./settings.ts";
import { startWords } from "./start.ts";

/** The English table, whole. */
export const en = {
  accountWords,
  activityName,
  activityText,
  activityWords,
  addWords,
  afterText,
  answeredText,
  answerAllWords,
  awardText,
  backupWords,
  careText,
  careWords,
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
  heldTitle,
  heldWords,
  keptText,
  lastRunText,
  launchWords,
  lineText,
  moveError,
  moveWords,
  movedWords,
  matchEvidence,
  needsYouWords,
  newerText,
  noticeText,
  noUndo,
  noPlaceText,
  objectionText,
  placeReason,
  placeWords,
  settingText,
  sideText,
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
  statusText,
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
