import type { Choice, Step, Story, Trouble } from "./story.ts";

/** Answers a number from 0 to `below` - 1. */
export type Draw = (below: number) => number;

/** The same numbers for the same seed, everywhere (mulberry32). */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const versions = ["5.2.0", "5.2.0", "4.9.0", "4.7.0", "specification"];

/** At least 30 steps; every story of the simulation is told by its number alone. */
export function drawStory(seed: number): Story {
  const draw = createDraw(seed);
  const isThemed = seed % oneThemeIn === 0;
  const some = isThemed ? themes : flavours;
  const flavour = some[draw(some.length)] ?? quiet;
  const shape = {
    seed,
    deckCount: 2 + draw(3),
    accountCount: draw(6) === 0 ? 2 : 1,
    gameCount: isThemed ? (([1, 2, 4] as const)[draw(3)] ?? 1) : drawGames(draw),
    location: drawLocation(draw),
    version: versions[draw(versions.length)] ?? "5.2.0",
    profile: draw(4) === 0 ? "postgres" : "mariadb",
    autocleanupLimit: [null, 3, 10][draw(3)] ?? null,
  } satisfies Omit<Story, "hasMemoryCard" | "hasTriggers" | "steps">;
  const kinds = Object.entries(flavour).flatMap(([verb, weight]) => Array<string>(weight).fill(verb));
  const steps = Array.from({ length: 30 + draw(8) }, () => drawStep(kinds[draw(kinds.length)], draw));
  const hasMemoryCard = shape.gameCount > 1 && draw(6) === 0;
  // Where hashes tell least, what a recovery makes of it is met most often.
  if (draw(shape.version === "4.7.0" ? 3 : 10) === 0) steps.push(draws["recover-state"](draw));
  if (shape.version === "4.7.0" && draw(3) === 0) {
    const at = draw(steps.length);
    steps.splice(at, 0, draws["play-in-browser"](draw), { do: "update-romm" });
    if (draw(2) === 0) steps.splice(at + 2 + draw(steps.length - at - 2), 0, { do: "rehash" });
  }
  const hasTriggers = seed % oneThemeIn === triggersAt;
  const all = hasTriggers
    ? steps.flatMap((step) => (draw(2) === 0 ? [step, draws.trigger(draw)] : [step]))
    : steps;
  return { ...shape, hasMemoryCard, hasTriggers, steps: all };
}

const choices: Choice[] = ["keep-local", "take-remote", "keep-both"];

const beginnings = ["empty", "version", null, null, null] as const;

type Verb = Step["do"];
type Weights = Partial<Record<Verb | "sync-at-once" | "undo-by-theme", number>>;

const quiet: Weights = {
  ...{ play: 6, sync: 8, launch: 8, answer: 2, unplug: 2, plug: 2, restart: 2 },
  ...{ unmount: 1, mount: 1, "re-date": 1, "switch-account": 1, "deliver-late": 1, prove: 1 },
};

/** Decks that come back together: what they send meets in one second. */
const overlapping: Weights = { ...quiet, play: 8, "sync-at-once": 14, prove: 6, answer: 3 };

/** Each story has troubles of one kind beside the ordinary ones, so that they come to something. */
const flavours: Weights[] = [
  quiet,
  quiet,
  { ...quiet, untrack: 1, track: 2, pause: 1, unpause: 2, "play-in-browser": 2 },
  { ...quiet, delete: 1, "make-blank": 1, "put-back-older": 2 },
  { ...quiet, "skew-server": 2, "skew-deck": 1 },
  { ...quiet, restore: 6, "undo-at-once": 5 },
  { ...quiet, restore: 3, "undo-at-once": 2, "deliver-late": 2, "recover-state": 1, "copy-to-other-slot": 1 },
  { ...quiet, "recover-state": 3, "copy-to-other-slot": 6 },
  { ...quiet, "back-up-server": 1, "restore-server": 1 },
  { ...quiet, "back-up-server": 2, "restore-server": 3, delete: 4, "make-blank": 1, sync: 12 },
  { ...quiet, "upload-archive": 1, "lose-file": 3, "remove-rom": 1, "rescan-rom": 2 },
  { ...quiet, delete: 5, "remove-rom": 3, "rescan-rom": 5, sync: 14 },
  { ...quiet, "deliver-late": 6, launch: 12 },
  overlapping,
  overlapping,
  { ...quiet, play: 12, sync: 14, "deliver-late": 5 },
  { ...quiet, play: 10, sync: 10, launch: 10, "deliver-late": 6 },
  {
    ...{ ...quiet, delete: 1, "make-blank": 1, "put-back-older": 1, "recover-state": 1, "restore-server": 1 },
    ...{ "back-up-server": 1, "skew-server": 1, "play-in-browser": 1, untrack: 1, track: 2 },
  },
];

/** Every so many stories is of what is too rare in the others; those stay as they are. */
const oneThemeIn = 6;

/** As many, of the ordinary ones, in which runs come by themselves too. */
const triggersAt = 3;

const triggerKinds = ["network", "network", "wake", "panel", "folder", "folder", "start", "time"] as const;

const actsOfPlayer: Weights = {
  ...{ ...quiet, play: 10, sync: 10, "re-date": 0, "deliver-late": 1, answer: 1, "answer-many": 4 },
  ...{ restore: 2, undo: 6, "undo-at-once": 3, "undo-by-theme": 3 },
};

/** Playthroughs, new and known; what is done with many at once; and both, with what else can happen. */
const themes: Weights[] = [
  { ...actsOfPlayer, select: 14, undo: 4 },
  { ...actsOfPlayer, select: 8 },
  { ...actsOfPlayer, select: 6, delete: 1, "copy-to-other-slot": 3, "recover-state": 1 },
  { ...actsOfPlayer, "answer-many": 12, unplug: 4, plug: 4, play: 14 },
  { ...actsOfPlayer, "answer-many": 6, select: 3, "undo-by-theme": 8 },
];

const draws: { [V in Verb]: (draw: Draw) => Step & { do: V } } = {
  play: (draw) => ({ do: "play", ...unit(draw) }),
  sync: (draw) => ({ do: "sync", ...unit(draw), trouble: drawTrouble(draw) }),
  launch: (draw) => ({ do: "launch", ...unit(draw), plays: draw(3), trouble: drawTrouble(draw) }),
  answer: (draw) => ({ do: "answer", deck: draw(4), choice: choices[draw(choices.length)] ?? "keep-local" }),
  restore: (draw) => ({
    do: "restore",
    ...unit(draw),
    copy: draw(20),
    trouble: drawTrouble(draw),
  }),
  "undo-at-once": (draw) => ({
    do: "undo-at-once",
    ...unit(draw),
    act: draw(2) === 0 ? "restore" : (choices[draw(choices.length)] ?? "keep-local"),
    copy: draw(20),
  }),
  select: (draw) => ({
    do: "select",
    ...unit(draw),
    to: draw(12),
    begins: beginnings[draw(beginnings.length)] ?? null,
    copy: draw(20),
    trouble: drawTrouble(draw),
  }),
  "answer-many": (draw) => ({
    do: "answer-many",
    deck: draw(4),
    choices: Array.from({ length: 1 + draw(3) }, () => choices[draw(choices.length)] ?? "keep-local"),
  }),
  undo: (draw) => ({
    do: "undo",
    ...unit(draw),
    isMany: draw(3) === 0,
    trouble: drawTrouble(draw),
  }),
  unplug: (draw) => ({ do: "unplug", deck: draw(4) }),
  plug: (draw) => ({ do: "plug", deck: draw(4) }),
  restart: (draw) => ({ do: "restart", deck: draw(4) }),
  unmount: (draw) => ({ do: "unmount", deck: draw(4) }),
  mount: (draw) => ({ do: "mount", deck: draw(4) }),
  "switch-account": (draw) => ({ do: "switch-account", deck: draw(4) }),
  untrack: (draw) => ({ do: "untrack", ...unit(draw) }),
  track: (draw) => ({ do: "track", ...unit(draw) }),
  delete: (draw) => ({ do: "delete", ...unit(draw) }),
  "make-blank": (draw) => ({ do: "make-blank", ...unit(draw) }),
  pause: (draw) => ({ do: "pause", deck: draw(4) }),
  unpause: (draw) => ({ do: "unpause", deck: draw(4) }),
  "put-back-older": (draw) => ({ do: "put-back-older", ...unit(draw), row: draw(10) }),
  "recover-state": (draw) => ({ do: "recover-state", deck: draw(4), updates: draw(12) }),
  "skew-deck": (draw) => ({ do: "skew-deck", deck: draw(4), minutes: years(draw) }),
  "skew-server": (draw) => ({ do: "skew-server", minutes: years(draw) }),
  "re-date": (draw) => ({ do: "re-date", row: draw(10) }),
  trigger: (draw) => ({
    do: "trigger",
    ...unit(draw),
    by: triggerKinds[draw(triggerKinds.length)] ?? "time",
    at: draw(3),
    trouble: drawTrouble(draw),
  }),
  "deliver-late": () => ({ do: "deliver-late" }),
  prove: (draw) => ({ do: "prove", deck: draw(4) }),
  "update-romm": () => ({ do: "update-romm" }),
  rehash: () => ({ do: "rehash" }),
  "back-up-server": () => ({ do: "back-up-server" }),
  "restore-server": () => ({ do: "restore-server" }),
  "play-in-browser": (draw) => ({
    do: "play-in-browser",
    ...title(draw),
    below: draw(4) === 0 ? 1 + draw(3) : 0,
  }),
  "upload-archive": (draw) => ({ do: "upload-archive", ...title(draw) }),
  "copy-to-other-slot": (draw) => ({ do: "copy-to-other-slot", ...unit(draw) }),
  "lose-file": (draw) => ({ do: "lose-file", ...title(draw) }),
  "remove-rom": (draw) => ({ do: "remove-rom", game: draw(4) }),
  "rescan-rom": (draw) => ({ do: "rescan-rom", game: draw(4) }),
};

function drawStep(verb: string | undefined, draw: Draw): Step {
  const isVerb = (one: string | undefined): one is Verb => one !== undefined && Object.hasOwn(draws, one);
  if (verb === "sync-at-once") {
    return { do: "sync", ...unit(draw), trouble: { kind: "overlaps", at: draw(2), deck: draw(4) } };
  }
  if (verb === "undo-by-theme") return drawUndone(draw);
  return isVerb(verb) ? draws[verb](draw) : draws.sync(draw);
}

/** Of every kind, at once or after a session, with one game or all of them. */
function drawUndone(draw: Draw): Step {
  const kinds = ["select-fresh", "select-known", ...choices] as const;
  const act = kinds[draw(kinds.length)] ?? "select-fresh";
  const isMany = !act.startsWith("select") && draw(2) === 0;
  return { do: "undo-at-once", ...unit(draw), act, isMany, isPlayedSince: draw(4) === 0, copy: draw(20) };
}

function drawLocation(draw: Draw): Story["location"] {
  const lot = draw(8);
  return lot < 2 ? "files" : lot < 4 ? "folders" : "file";
}

/** The brake looks at three units and more. */
function drawGames(draw: Draw): 1 | 2 | 4 {
  const lot = draw(10);
  return lot < 2 ? 4 : lot < 4 ? 2 : 1;
}

function unit(draw: Draw) {
  return { deck: draw(4), game: draw(4) };
}

function title(draw: Draw) {
  return { account: draw(2), game: draw(4) };
}

/** Up to eleven years either way. */
function years(draw: Draw): number {
  return draw(12_000_000) - 6_000_000;
}

/** A look takes some 20 steps of the disk, an upload 60, a download 80. */
function drawMoment(draw: Draw): number {
  return draw(3) === 0 ? draw(25) : 20 + draw(65);
}

function drawTrouble(draw: Draw): Trouble {
  const at = draw(4);
  switch (draw(14)) {
    case 0:
    case 1:
    case 2:
      return { kind: "dies", at: drawMoment(draw), choices: draw(4) === 0 ? null : draw(1000) };
    case 3:
      return { kind: "refused", at };
    case 4:
      return draw(2) === 0 ? { kind: "answer-lost", at } : { kind: "delayed" };
    case 5:
      return { kind: "meanwhile", at, deck: draw(4), plays: draw(3) };
    case 6:
      return draw(3) === 0 ? { kind: "game-starts", at } : { kind: "game-starts-late" };
    case 7:
      return { kind: "dies-after", at };
    case 8:
      return { kind: "delayed" };
    case 9:
      return { kind: "dies-moving", at: draw(7), choices: draw(4) === 0 ? null : draw(1000) };
    default:
      return { kind: "none" };
  }
}
