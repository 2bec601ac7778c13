import type { PlayStatusReport } from "../../backend/contract/play-status.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import type { Caller } from "../world/romm/rules/ground/context.ts";
import type { PropsChange } from "../world/romm/rules/library/props.ts";
import type { RommOptions } from "../world/romm/server.ts";

/** A RomM that knows RetroAchievements, and Decks in front of it. */
export interface StatusWorld extends World {
  /** A rom of the library; by default one that RetroAchievements knows as this game. */
  game(raId: number | null): number;
  /** What RomM has from RetroAchievements from now on, by game; `undefined` as award: the key is missing. */
  awards(byGame: Record<number, string | null | undefined>): void;
  /** What the next refresh brings. */
  awardsAfterRefresh(byGame: Record<number, string | null>): void;
  statusOf(romId: number): string | null;
  /** As the player does it in RomM's own pages. */
  setByHand(romId: number, status: NonNullable<PropsChange["status"]> | null): void;
}

export async function setupStatusWorld(options: Partial<RommOptions> = {}): Promise<StatusWorld> {
  const world = await setupWorld(options);
  const { rules, userId, token } = world.romm;
  const caller = rules.authenticate(`Bearer ${token}`);
  if (!caller.ok || caller.value === null) throw new Error("The token is not known.");
  const player: Caller = caller.value;
  let games = 0;

  function tell(byGame: Record<number, string | null | undefined>): void {
    const results = Object.entries(byGame).map(([raId, award]) => ({
      rom_ra_id: Number(raId),
      num_awarded: 3,
      max_possible: 40,
      most_recent_awarded_date: "2025-12-24 18:00:00",
      ...(award !== undefined && { highest_award_kind: award }),
    }));
    rules.admin.setAchievements(userId, {
      raUsername: "player",
      progression: { total: results.length, results },
    });
  }

  return {
    ...world,
    game(raId) {
      games += 1;
      return world.romm.addRom({ platform: "snes", fsName: `Game ${games}.sfc`, raId }).id;
    },
    awards(byGame) {
      tell(byGame);
      const refreshed = rules.users.refreshAchievements({ ...player, scopes: ["me.write"] }, userId);
      if (!refreshed.ok) throw new Error("The awards were not taken.");
    },
    awardsAfterRefresh: tell,
    statusOf: (romId) =>
      rules.database.romUsers.find((row) => row.rom_id === romId && row.user_id === userId)?.status ?? null,
    setByHand(romId, status) {
      const changed = rules.roms.changeProps(player, romId, { status });
      if (!changed.ok) throw new Error("The status was not taken.");
    },
  };
}

/** A run that got somewhere. */
export async function runStatuses(deck: EngineDeck): Promise<PlayStatusReport> {
  return expectOk(await deck.api.syncPlayStatus({}));
}

/** What the Deck knows as written by itself. */
export function writtenBy(deck: EngineDeck): Record<string, string | null> {
  const { accounts, activeAccount } = deck.state.store.current();
  const roms = accounts[activeAccount ?? ""]?.playStatus?.roms ?? {};
  return Object.fromEntries(Object.entries(roms).map(([romId, { written }]) => [romId, written]));
}
