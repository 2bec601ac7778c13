// Plain JavaScript for Node 20, as rollup.config.js, which uses it.
import { readFileSync } from "node:fs";

/** What the panel's own components and stores call things, hundreds of times. None of it is Steam's, the contract's or stored. */
const own = [
  ...["focusKey", "startKey", "heightPx", "isTrouble", "isSentence", "isNoteOneLine", "isPrimary", "isBusy"],
  ...[
    "isTicked",
    "isMeasured",
    "noteTone",
    "onPress",
    "onDone",
    "onGoOn",
    "onChoose",
    "onChosen",
    "onPicked",
  ],
  ...["onTake", "onToggle", "onUndone", "backend", "formats", "filePicker", "giveFocusBack", "subscribe"],
  ...["isFresh", "restartedAtMs", "refresh", "working", "savepoint", "moment", "askNow", "lastTheSame"],
];

/** The tables of words, by the names under which `words.ts` hands them out. */
function listWords() {
  const source = readFileSync(new URL("../src/words/words.ts", import.meta.url), "utf8");
  const names = /export const \{([^}]*)\}/.exec(source)?.[1]?.split(",") ?? [];
  return names.map((name) => name.trim()).filter((name) => /[A-Z]/.test(name));
}

/** Properties whose names are shortened: all others may be somebody else's, and stay. */
export const shortNames = new RegExp(`^(${[...own, ...listWords()].join("|")})$`);
