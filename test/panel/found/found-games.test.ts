import { expect, test } from "vitest";
import type { ShortcutMatch } from "../../../backend/contract/saves/scan.ts";
import {
  bindingsOf,
  type FoundChoice,
  foundGames,
  measured,
} from "../../../src/screens/found/found-games.ts";
import { appId } from "../overviews.ts";
import { candidate, match, rom } from "./matches.ts";

const ready = match(1, "Anguna");
const several = match(2, "Crystal", {
  certainty: "likely",
  evidence: ["several-alike"],
  candidates: [rom(21, "Crystal (USA)"), rom(22, "Crystal (Europe)")],
  save: { kind: "unknown", reason: "several-matches" },
  binding: null,
});
const nowhere: ShortcutMatch["save"] = { kind: "choose", candidates: [] };
const homeless = match(3, "Mother 3", { save: nowhere, binding: null });
const likely = match(4, "Bomber", {
  certainty: "likely",
  evidence: ["same-title"],
  save: {
    kind: "last-known",
    location: { kind: "file", path: "/s/b.srm", emulator: "e" },
    slot: "hard" as never,
    atMs: 5,
  },
  binding: null,
});
const firefox = match(5, "Firefox", {
  certainty: "none",
  evidence: ["starts-no-rom"],
  candidates: [],
  binding: null,
});
const known = match(6, "Known", { isRegistered: true, binding: null });
const all = [ready, several, homeless, likely, firefox, known];

function look(choices: [number, FoundChoice][] = []) {
  return foundGames(all, new Map(choices.map(([id, choice]) => [appId(id), choice])));
}
const of = (games: ReturnType<typeof look>, id: number) => games.find(({ match }) => match.app.appId === id);

test("Only what is certain, with its place known, is ticked without a look", () => {
  const games = look();
  expect(
    games.map(({ match, section, lacks, isTicked }) => [match.app.name, section, lacks, isTicked]),
  ).toEqual([
    ["Anguna", "ready", null, true],
    ["Crystal", "look-at", "game", false],
    ["Mother 3", "look-at", "place", false],
    ["Bomber", "look-at", null, false],
    ["Firefox", "not-in-romm", "game", false],
  ]);
  expect(bindingsOf(games).map(({ appId }) => appId)).toEqual([1]);
});

test("Of several that may fit none is taken unasked, also where the evidence does not say so", () => {
  const twins = { ...likely, candidates: [rom(41, "Bomber (USA)"), rom(42, "Bomber (Europe)")] };
  expect(foundGames([twins], new Map())).toMatchObject([{ lacks: "game", rom: null, isTicked: false }]);
});

test("What the player chose counts, and its row stays where it was", () => {
  const save = { kind: "file", path: "/s/c.srm", emulator: "e" } as const;
  const place = measured({ location: save, sizeBytes: 9, modifiedAtMs: 1 });
  const games = look([
    [1, { isTicked: false }],
    [2, { rom: rom(22, "Crystal (Europe)"), place }],
    [4, { isTicked: true }],
    [5, { rom: rom(9, "Fox") }],
  ]);
  expect(of(games, 2)).toMatchObject({ section: "look-at", lacks: null, isTicked: true });
  expect(of(games, 5)).toMatchObject({ section: "not-in-romm", lacks: "place", isTicked: false });
  expect(bindingsOf(games)).toEqual([
    { appId: 2, romId: 22, name: "Crystal", save, launch: several.app.launch },
    {
      appId: 4,
      romId: 4,
      name: "Bomber",
      save: { kind: "file", path: "/s/b.srm", emulator: "e" },
      launch: likely.app.launch,
      slot: "hard",
    },
  ]);
});

test("Another game of RomM's takes no place over that was the first one's", () => {
  const games = look([[1, { rom: rom(99, "Anguna 2") }]]);
  expect(of(games, 1)).toMatchObject({ lacks: "place", isTicked: false });
});

test("Of the game that the player chose, the place that its emulator's settings name is taken by itself", () => {
  const sure = candidate({ kind: "file", path: "/s/sure.srm", emulator: "e" });
  const games = look([
    [2, { rom: rom(22, "Crystal (Europe)"), candidates: [{ ...sure, isCertain: false }, sure] }],
  ]);
  expect(of(games, 2)).toMatchObject({ lacks: null, isTicked: true, place: { location: sure.location } });
  const unsure = look([
    [2, { rom: rom(22, "Crystal (Europe)"), candidates: [{ ...sure, isCertain: false }] }],
  ]);
  expect(of(unsure, 2)).toMatchObject({ lacks: "place", isTicked: false });
});

test("“None of these” leaves a game out, however certain it looked", () => {
  const games = look([[1, { rom: null }]]);
  expect(of(games, 1)).toMatchObject({ lacks: "game", isTicked: false });
  expect(bindingsOf(games)).toEqual([]);
});
