import { randomUUID } from "node:crypto";
import type { Conflict } from "../../../../backend/contract/saves/conflict.ts";
import type { LaunchVerdict } from "../../../../backend/contract/saves/launch.ts";
import type { Shortcut } from "../../../../backend/contract/saves/shortcut.ts";
import type { SyncLine, SyncReport } from "../../../../backend/contract/saves/sync.ts";
import type { Deck } from "../../deck/deck.ts";
import type { Game } from "../../deck/game.ts";
import { assertStory } from "./assert-story.ts";

/** The check before a launch, and the launch itself unless the verdict asks: what the panel does when "Play" is pressed. */
export async function pressPlay(deck: Deck, game: Game): Promise<LaunchVerdict> {
  const verdict = await deck.backend.beforeLaunch({ launchId: randomUUID(), appId: game.appId });
  if (verdict.kind === "ask") return verdict;
  await deck.launch(game);
  await deck.backend.appStarted({ appId: game.appId });
  return verdict;
}

/** "Exit game", and the panel's word to the backend that the app has ended. Null: RomM could not be told. */
export async function pressExit(deck: Deck, game: Game): Promise<SyncLine | null> {
  await deck.exit(game);
  const exited = await deck.backend.appExited({ appId: game.appId });
  return exited.ok ? lineOf(exited.value, game) : null;
}

/** One whole round at the Deck: play, one session, exit. */
export async function playOnce(
  deck: Deck,
  game: Game,
): Promise<{ verdict: LaunchVerdict; line: SyncLine | null }> {
  const verdict = await pressPlay(deck, game);
  assertStory(verdict.kind !== "ask", `${deck.title} asked instead of starting ${game.name}.`);
  await deck.play(game);
  return { verdict, line: await pressExit(deck, game) };
}

export async function shortcutOf(deck: Deck, game: Game): Promise<Shortcut> {
  const shortcuts = await deck.backend.listShortcuts({});
  const found = shortcuts.find(({ appId }) => appId === game.appId);
  assertStory(found !== undefined, `${deck.title} does not know ${game.name}.`);
  return found;
}

export async function onlyConflictOf(deck: Deck): Promise<Conflict> {
  const conflicts = await deck.backend.listConflicts({});
  const [conflict] = conflicts;
  assertStory(
    conflict !== undefined && conflicts.length === 1,
    `${deck.title} lists ${conflicts.length} conflicts.`,
  );
  return conflict;
}

function lineOf(report: SyncReport, game: Game): SyncLine | null {
  return report.lines.find(({ appIds }) => appIds.includes(game.appId)) ?? null;
}
