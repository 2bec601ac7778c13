import { expect, test } from "vitest";
import { answer } from "../world/engine/conflict.ts";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { setupWorld } from "../world/engine/world.ts";

/*
 * From the log alone, without the code or the state, a stranger can say which game it was, what was seen on both sides,
 * what was decided, what came of it, and where it broke.
 */

test("A defect in one save: the log names the game, both sides, the step that was under way, and where it broke", async () => {
  const { b } = await setupNewer();
  b.disk.create = async () => {
    throw new TypeError("undefined is not a function");
  };
  b.log.splice(0);
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "internal" } });
  expect(readable(b)).toEqual([
    '(time) debug RomM answered. (game) purpose=run request="GET /api/saves" task="list the saves of a game"',
    '(time) debug RomM answered. (game) purpose=run request="GET /api/saves/2/content" task="download the save"',
    "(time) error A defect at one save. (game) purpose=run",
    "  error: TypeError: undefined is not a function",
    "    at (stack)",
    '(time) info Decision. (game) purpose=run local=unchanged remote=modified verdict="download, newer-on-server"' +
      ' here="sha256 4fc93a7e, md5 fe6975a9, 3 bytes, (date)" head="row 2, md5 e609067b, 6 bytes, (date), of Deck A"' +
      ' baseline="sha256 4fc93a7e, row 1, (date)" decision=skip reason=not-reached outcome=failed problem=internal',
  ]);
});

test("A question that a player does not understand: both sides of it, what was agreed before, and its answer", async () => {
  const { b } = await setupNewer();
  await b.play("B1");
  b.log.splice(0);
  expect(await b.sync()).toMatchObject({ decision: "conflict", outcome: "asks" });
  expect(decisions(b)).toEqual([
    "(time) info Decision. (game) purpose=run local=modified remote=modified" +
      ' here="sha256 5697645d, md5 90417aa5, 6 bytes, (date)" head="row 2, md5 e609067b, 6 bytes, (date), of Deck A"' +
      ' baseline="sha256 4fc93a7e, row 1, (date)" decision=conflict reason=both-changed outcome=asks',
  ]);
  b.log.splice(0);
  await answer(b, "take-remote");
  expect(decisions(b)).toEqual([
    '(time) info Decision. (game) purpose=answer local=modified remote=modified verdict="conflict, both-changed"' +
      ' here="sha256 5697645d, md5 90417aa5, 6 bytes, (date)" head="row 2, md5 e609067b, 6 bytes, (date), of Deck A"' +
      ' baseline="sha256 4fc93a7e, row 1, (date)" looks=2 decision=download reason=both-changed outcome=done' +
      " direction=down save=2",
  ]);
});

test("What was kept, and what was skipped, is a line too", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  a.log.splice(0);
  await a.sync();
  await a.api.setTracking({ appId: appId, tracked: false });
  await a.sync();
  expect(decisions(a)).toEqual([
    '(time) debug Decision. (game) purpose=run local=unchanged remote=unchanged here="sha256 4fc93a7e, md5 fe6975a9, 3 bytes, (date)"' +
      ' head="row 1, md5 fe6975a9, 3 bytes, (date), of Deck A" baseline="sha256 4fc93a7e, row 1, (date), not proven"' +
      " decision=keep reason=nothing-new outcome=done",
    '(time) debug Decision. (game) purpose=run local=unchanged remote=not-asked here="sha256 4fc93a7e, md5 fe6975a9, 3 bytes, (date)"' +
      ' baseline="sha256 4fc93a7e, row 1, (date), not proven" decision=skip reason=untracked outcome=skipped',
  ]);
});

test("Every request for a save names the game and the unit, also one that failed, and why", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  a.log.splice(0);
  await world.romm.faults.set("500", { route: "POST /api/saves" });
  await a.exit();
  const requests = a.log.filter((line) => line.includes(" request="));
  expect(requests.length).toBeGreaterThan(1);
  for (const line of requests)
    expect(line).toMatch(/ game=Game unit=[\da-f-]{36} rom=1 slot=autosave purpose=exit /);
  expect(requests.join()).toMatch(
    / info RomM did not do it\. .*request="POST \/api\/saves".* code=server-error /,
  );
});

test("Two saves under way at once keep their names apart", async () => {
  const { a, b } = await setupNewer();
  await a.play("A3");
  a.log.splice(0);
  await Promise.all([a.sync(), a.api.beforeLaunch({ launchId: "one", appId: appId }), b.sync()]);
  const purposes = a.log
    .filter((line) => line.includes("Decision."))
    .map((line) => / purpose=(\S+)/.exec(line)?.[1]);
  expect(purposes.sort()).toEqual(["launch", "run"]);
});

/** Line by line, without what differs from run to run. */
function readable({ log }: Pick<EngineDeck, "log">): string[] {
  const lines = log.flatMap((entry) => entry.trimEnd().split("\n"));
  return lines
    .map((line) =>
      line
        .replace(/^\d{4}-\S+Z /, "(time) ")
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "(date)")
        .replace(/game=Game unit=\S+ rom=1 slot=autosave/, "(game)")
        .replace(/ tookMs=\d+$/, "")
        .replace(/^ +at .*/, "    at (stack)"),
    )
    .filter((line, index, all) => line !== all[index - 1] || !line.includes("(stack)"));
}

function decisions(deck: EngineDeck): string[] {
  return readable(deck).filter((line) => line.includes(" Decision. "));
}
