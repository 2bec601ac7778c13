/** The dialogs before a game starts, and what is said about launches. */
export const launchWords = {
  waiting: "Asking RomM for a newer save",
  waitingBody: (name: string) => `RomM is asked for a newer save of ${name}.`,
  /** Where Steam does not tell its name. */
  thisGame: "This game",
  playNow: "Start now",
  tooEarly: "Wait a moment, then press A once.",
  askTitle: "Which save do you want to play?",
  playAnyway: "Play, decide later",
  cancel: "Do not start",
  loaded: "Newer save fetched",
  checkFailed: "Started without asking RomM. It is looked at when you exit.",
  notSaved: "Not saved to RomM yet",
};
