import type { ReasonCode } from "../../../backend/core/vocabulary.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import type { SimRow } from "./server/sim-server.ts";
import { keyOf, playedKeyOf, type World } from "./world.ts";

interface Question {
  world: World;
  deck: SimDeck;
  game: number;
  /** Names the unit. */
  key: string;
  /** The sessions on both sides; null: no save there. */
  here: string | null;
  there: string | null;
  rows: SimRow[];
}

/** What must be true for a question of this reason to be asked; the others are none of a question's reasons. */
const judges: Record<ReasonCode, ((question: Question) => boolean) | "is no reason to ask"> = {
  "nothing-new": "is no reason to ask",
  "older-upload-came-late": "is no reason to ask",
  "lost-on-server": "is no reason to ask",
  "newer-on-server": "is no reason to ask",
  "gone-from-server": "is no reason to ask",
  "server-went-back": hasLostRows,
  "played-here": "is no reason to ask",
  "both-changed": (question) =>
    haveParted(question) ||
    isByHand(question) ||
    isUnanswered(question) ||
    question.world.doubts.revived.has(question.game) ||
    question.world.doubts.edited.has(question.game) ||
    question.world.doubts.shared.has(question.deck.name) ||
    isTwin(question) ||
    isUntold(question),
  "played-here-server-empty": "is no reason to ask",
  "both-changed-server-went-back": hasLostRows,
  restored: "is no reason to ask",
  "restored-newer": "is no reason to ask",
  "gone-on-both-sides": "is no reason to ask",
  "absent-server-went-back": hasLostRows,
  "equal-content": "is no reason to ask",
  "no-save-yet": "is no reason to ask",
  "first-upload": "is no reason to ask",
  "blank-save": "is no reason to ask",
  "first-download": "is no reason to ask",
  "older-version-here": "is no reason to ask",
  "first-meeting": (question) =>
    haveParted(question) ||
    question.world.doubts.raced.has(question.key) ||
    // The one row there is has no file: that only the player can answer who never met the slot.
    question.there === "" ||
    isByHand(question) ||
    isUnanswered(question) ||
    question.world.doubts.revived.has(question.game) ||
    question.world.doubts.edited.has(question.game) ||
    question.world.doubts.recovered.has(playedKeyOf(question.deck, question.game)) ||
    question.world.doubts.shared.has(question.deck.name),
  // Another Deck that came in between may have put the order right again.
  "ambiguous-head": ({ rows, world, game, key }) =>
    isOutOfOrder(rows) ||
    world.doubts.edited.has(game) ||
    world.doubts.lost.has(game) ||
    (world.doubts.clockMoved && world.doubts.raced.has(key)),
  "other-account-wrote-here": ({ world, deck }) => world.doubts.shared.has(deck.name),
  "unproven-still-head": "is no reason to ask",
  "unproven-differs": isUnproven,
  "belongs-to-other-slot": isUnproven,
  "looks-lost": ({ deck, game, here }) => {
    const agreed = Object.values(deck.unit(game)?.baseline?.body?.measure ?? {});
    const isSmall = agreed.some(({ sizeBytes }) => (here ?? "").length * 2 < sizeBytes);
    return here?.startsWith("\0") === true || isSmall;
  },
  "newer-looks-lost": (question) => {
    const { rows, here, there } = question;
    // Where nothing stands here, it is measured by what was agreed on, which lies below it.
    const before = here === null ? rows.map(({ text }) => text.length) : [here.length];
    const isSmall = (there ?? "").length * 2 < Math.max(...before);
    return isSmall || rows.some(({ text }) => text === "" || text.startsWith("\0"));
  },
  // A restored server gives its ids again, and what then stands between two of them slipped in. One that arrives late meets
  // what it would have asked about before, had it been in time.
  raced: (question) => {
    const { doubts } = question.world;
    return (
      haveParted(question) ||
      isByHand(question) ||
      isNowhere(question) ||
      doubts.lost.has(question.game) ||
      doubts.raced.has(question.key) ||
      doubts.clockMoved ||
      doubts.edited.has(question.game) ||
      hasLostRows(question)
    );
  },
  "foreign-shape": ({ here, there }) => isArchive(here) !== isArchive(there),
  untracked: "is no reason to ask",
  running: "is no reason to ask",
  starting: "is no reason to ask",
  "location-unavailable": "is no reason to ask",
  unlinked: "is no reason to ask",
  "paused-by-server": "is no reason to ask",
  unsupported: "is no reason to ask",
  "broken-on-server": "is no reason to ask",
  "not-reached": "is no reason to ask",
  held: "is no reason to ask",
};

/** Each side has what the other never had: neither list of sessions begins the other. */
function haveParted({ here, there }: Question): boolean {
  return here !== null && there !== null && !here.startsWith(there) && !there.startsWith(here);
}

/** One side was chosen, or put there by hand: that the other begins with it does not mean that it continues it. */
function isByHand({ world, deck, game, here, there }: Question): boolean {
  const { books } = world;
  return (
    (here !== null && books.isWished({ game, deck: deck.name }, here)) ||
    (there !== null && books.isWished({ game, deck: null }, there))
  );
}

/** After a recovery, or where the first save came down as one of two that could be the newest. */
function isUnproven({ world: { doubts }, deck, game }: Question): boolean {
  return doubts.recovered.has(playedKeyOf(deck, game)) || doubts.clockMoved || doubts.edited.has(game);
}

/** An upload's answer was lost, and then the row that would have told of it. */
function isUnanswered({ world, deck, game }: Question): boolean {
  const isRowLost = world.doubts.emptied.has(game) || world.story.autocleanupLimit !== null;
  return isRowLost && deck.unit(game)?.intent?.kind === "push";
}

/** Before 4.9 only its bytes tell whether a re-dated row was changed, and its file was lost. */
function isUntold({ world, game, there }: Question): boolean {
  const isLost = world.doubts.lost.has(game) || there === "";
  return world.story.version === "4.7.0" && isLost && world.doubts.clockMoved;
}

/** Before 4.9 two rows that were made at once have one file: its listing says the other one's size. */
function isTwin({ world, there }: Question): boolean {
  return world.story.version === "4.7.0" && there !== null && world.besides.has(there);
}

/** What was sent from here is in no row, and RomM never showed that it was. */
function isNowhere({ rows, here }: Question): boolean {
  return here !== null && !rows.some(({ text }) => text === here);
}

function hasLostRows({ world: { doubts }, game }: Question): boolean {
  return doubts.wentBack || doubts.revived.has(game);
}

/** The server's clock makes another row the newest than the one that came last. */
function isOutOfOrder(rows: SimRow[]): boolean {
  const last = rows.at(-1);
  return rows.some((row) => last !== undefined && row.updatedAtMs > last.updatedAtMs);
}

export function isArchive(text: string | null): boolean {
  return text?.startsWith("PK") === true;
}

/** Law c, first half: a question that is open must be one that the model would ask too. */
export async function expectJustified(world: World, deck: SimDeck, game: number): Promise<void> {
  const question = questionOf(deck, game);
  if (!question) return;
  const { reason, remote } = question;
  const rows = deck.rows(game);
  const there = rows.find((row) => row.id === remote?.saveId)?.text ?? null;
  // Another Deck acted between the look and this, and RomM's clean-up took the row that was looked at.
  if (remote && there === null && world.doubts.raced.has(keyOf(deck, game))) return;
  const here = await deck.save(game);
  const judge = judges[reason];
  if (typeof judge !== "string" && judge({ world, deck, game, rows, here, there, key: keyOf(deck, game) }))
    return;
  throw new Error(`${deck.name} asks (${reason}) without need: ${JSON.stringify({ here, there })}`);
}

export function questionOf(deck: SimDeck, game: number) {
  const unitId = deck.unit(game)?.unitId;
  return deck.questions().find(({ conflictId }) => conflictId.startsWith(`${unitId} | `)) ?? null;
}
