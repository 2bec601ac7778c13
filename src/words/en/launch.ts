/** The dialogs before a game starts, and what is said about launches. */
export const launchWords = {
  phases: {
    asking: "Asking RomM for a newer save",
    fetching: "A newer save is coming",
    placing: "A newer save is put in place",
    sending: "Your save goes to RomM first",
  },
  bytesOf: (done: string, total: string) => `${done} of ${total}`,
  playThisDecks: "Start now with this Deck's",
  fromDevice: (name: string, deviceName: string | null) =>
    deviceName === null ? name : `${name}, from ${deviceName}`,
  startedWithThisDecks: "Started with this Deck's save",
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
  keptHere: "Your progress is kept here.",
};
