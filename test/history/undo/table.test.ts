import { describe, expect, test } from "vitest";
import type { Sha256 } from "../../../backend/core/vocabulary.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { syncAll } from "../../world/engine/many-games.ts";
import { type ActRow, contentActs, type Played, playedOn, playthroughActs, registryActs } from "./acts.ts";
import { newestLine, type UndoWorld } from "./undo-world.ts";

/*
 * Every act that can be undone: undone, redone, and undone after a session; with RomM there and without. Law: what was
 * played before is played again; no content that is nowhere else leaves; where it cannot be, it is said why, and nothing
 * is changed.
 */

const acts = [...contentActs, ...playthroughActs, ...registryActs];

describe.each(acts)("$name", (row) => {
  test("undone, redone and undone", async () => {
    const { p, before, after } = await setupDone(row);
    await takeBackAndForth(p, [before, after, before]);
    await expectAtRest(p);
  });

  test("undone, redone and undone offline", async () => {
    const { p, before, after } = await setupDone(row);
    await p.world.romm.faults.set("502-html", { route: "* /**" });
    if (row.offline === "works") await takeBackAndForth(p, [before, after, before]);
    else await expectRefused(p, after);
    await p.world.romm.faults.clear();
    p.world.time.advance(120_000);
    if (row.offline === "needs-romm") await takeBackAndForth(p, [before]);
    await expectAtRest(p);
  });

  const { session } = row;
  if (session === null) return;

  test.each(["online", "offline"] as const)("undone %s after a session, which stays", async (reach) => {
    if (reach === "offline" && row.offline === "needs-romm") return;
    const { p, before } = await setupDone(row);
    const { id } = await newestLine(p.b);
    await session(p);
    const since = await playedOn(p.b);
    if (reach === "offline") await p.world.romm.faults.set("502-html", { route: "* /**" });
    await keepingSole(p.b, async () => expectOk(await p.b.api.undo({ activityId: id })));
    expect(await playedOn(p.b)).toEqual(before);
    await p.world.romm.faults.clear();
    await expectAtRest(p);
    const everywhere = [...(await p.b.keptCopies()), ...allRows(p)];
    for (const text of Object.values(since.saves)) expect(everywhere).toContain(text);
  });
});

/** What stood before it, or what undoing gives instead, and what stands since. */
async function setupDone({ setup, act, undone }: ActRow) {
  const p = await setup();
  const before = await playedOn(p.b);
  await keepingSole(p.b, () => act(p));
  p.world.time.advance(5000);
  return { p, before: undone ? undone(before) : before, after: await playedOn(p.b) };
}

async function takeBackAndForth({ world, b }: UndoWorld, states: Played[]): Promise<void> {
  for (const expected of states) {
    const { id } = await newestLine(b);
    world.time.advance(5000);
    const report = await keepingSole(b, async () => expectOk(await b.api.undo({ activityId: id })));
    expect(report.lines.map(({ problem }) => problem)).toEqual(report.lines.map(() => null));
    expect(await playedOn(b)).toEqual(expected);
  }
}

async function expectRefused({ b }: UndoWorld, after: Played): Promise<void> {
  const { id } = await newestLine(b);
  const outcome = await b.api.undo({ activityId: id });
  const problems = outcome.ok ? outcome.value.lines.map(({ problem }) => problem) : [outcome.error];
  for (const problem of problems) expect(problem).toMatchObject({ kind: "romm" });
  expect(problems.length).toBeGreaterThan(0);
  expect(await playedOn(b)).toEqual(after);
}

/** Two rounds: nobody asks, and B plays what it played. */
async function expectAtRest({ world, a, b }: UndoWorld): Promise<void> {
  const before = await playedOn(b);
  for (const deck of [b, a, b, a]) {
    world.time.advance(60_000);
    await keepingSole(b, () => syncAll(deck));
  }
  expect((await playedOn(b)).saves).toEqual(before.saves);
  expect(await b.api.listConflicts({})).toEqual([]);
  expect(await b.api.listHeld({})).toEqual([]);
}

/** What is only here before is here after. */
async function keepingSole<T>(deck: EngineDeck, work: () => Promise<T>): Promise<T> {
  const before = await soleOf(deck);
  const done = await work();
  const left = new Set((await deck.care.byHand.list()).copies.map(({ sha256 }) => sha256));
  expect(before.filter((sha256) => !left.has(sha256))).toEqual([]);
  return done;
}

async function soleOf(deck: EngineDeck): Promise<Sha256[]> {
  const { copies } = await deck.care.byHand.list();
  return copies.filter(({ standing }) => standing === "sole").map(({ sha256 }) => sha256);
}

function allRows({ world }: UndoWorld): string[] {
  const { files, database } = world.romm.rules;
  return database.saves.map(({ file_path: path, file_name: name }) =>
    new TextDecoder().decode(files.read(`${path}/${name}`) ?? undefined),
  );
}
