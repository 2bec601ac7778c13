// Plain JavaScript for Node 20, as rollup.config.js, which uses it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

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
  ...["isFresh", "restartedAtMs", "refresh", "working", "moment", "askNow", "lastTheSame"],
  ...["actions", "screens", "tone", "marks", "Icon", "changeOf", "heardAtMs", "pressedAtMs", "isChosen"],
  ...[
    "isSecret",
    "onBack",
    "isAtGames",
    "noteChanged",
    "isDesktop",
    "unfolded",
    "leftAt",
    "letter",
    "draw",
    "weighed",
  ],
];

const root = new URL("..", import.meta.url).pathname;

/** The tables of words, by the names under which `words.ts` hands them out. */
function listTables() {
  const source = readFileSync(join(root, "src/words/words.ts"), "utf8");
  const names = /export const \{([^}]*)\}/.exec(source)?.[1]?.split(",") ?? [];
  return names.map((name) => name.trim()).filter(isOfTwoWords);
}

/** What the tables call their sentences, but for what the contract calls something too: that may cross the border. */
function listSentences() {
  const contract = readAll("backend/contract");
  const names = [...readAll("src/words/en").matchAll(/^ +(\w+):(?= ["`(]|$)/gm)].map(([, name]) => name);
  return names.filter((name) => isOfTwoWords(name) && !new RegExp(`\\b${name}\\b`).test(contract));
}

/** One word alone may well be Steam's or the browser's. */
const isOfTwoWords = (name) => /[A-Z]/.test(name);

function readAll(folder) {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const sources = names.filter((name) => name.endsWith(".ts"));
  return sources.map((name) => readFileSync(join(root, folder, name), "utf8")).join("\n");
}

/** Properties whose names are shortened: all others may be somebody else's, and stay. */
export const shortNames = new RegExp(`^(${[...own, ...listTables(), ...listSentences()].join("|")})$`);
