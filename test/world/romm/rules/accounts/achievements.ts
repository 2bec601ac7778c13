import * as v from "valibot";
import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { romUserOf } from "../ground/rom-user.ts";

/** POST /users/{id}/ra/refresh (section 11): changes `ra_progression` and nothing else; of anyone. */
export function refreshAchievements(context: Context, _caller: Caller, userId: number): Answer<null> {
  const user = context.database.users.find((row) => row.id === userId);
  if (user === undefined) return refuse(404, `User with ID ${userId} not found`);
  if (!user.ra_username) return refuse(404, "User does not have a RetroAchievements username set");
  user.ra_progression = user.next_ra_progression;
  return grant(null);
}

/** What RetroAchievements will tell at the next refresh. */
export function setAchievements(
  context: Context,
  userId: number,
  facts: { raUsername: string | null; progression: unknown },
): void {
  const user = context.database.users.find((row) => row.id === userId);
  if (user === undefined) throw new Error(`There is no user ${userId}.`);
  user.ra_username = facts.raUsername;
  user.next_ra_progression = written(facts.progression);
}

const progressionShape = v.looseObject({
  results: v.array(
    v.looseObject({ rom_ra_id: v.nullish(v.number()), highest_award_kind: v.nullish(v.string()) }),
  ),
});

/** As a refresh writes it: each result with all that RomM requires of one. */
function written(progression: unknown): unknown {
  const known = v.safeParse(progressionShape, progression);
  if (!known.success) return structuredClone(progression);
  const bare = { max_possible: null, num_awarded: null, num_awarded_hardcore: null, earned_achievements: [] };
  return { ...known.output, results: known.output.results.map((result) => ({ ...bare, ...result })) };
}

const count = v.nullable(v.number());
const required = v.object({
  rom_ra_id: count,
  max_possible: count,
  num_awarded: count,
  num_awarded_hardcore: count,
  earned_achievements: v.array(v.unknown()),
});
const sound = v.nullable(v.looseObject({ results: v.exactOptional(v.array(required)) }));

/** Whether `users/me` can be answered: one result that lacks what RomM's own schema requires is a 500. */
export function canBeTold({ traits }: Context, progression: unknown): boolean {
  return !traits.checksProgression || v.is(sound, progression);
}

/** The answer's copy for a version: before 4.8 no result named its highest award. */
export function viewProgression({ traits }: Context, progression: unknown): unknown {
  const known = v.safeParse(progressionShape, progression);
  if (traits.tellsHighestAward || !known.success || typeof progression !== "object") return progression;
  const results = known.output.results.map(({ highest_award_kind, ...result }) => result);
  return { ...progression, results };
}

const statusByAward: Record<string, string> = {
  mastered: "completed_100",
  completed: "completed_100",
  "beaten-hardcore": "finished",
  "beaten-softcore": "finished",
};

/** The server's own nightly task (section 11), off unless an administrator switched it on. */
export function deriveStatuses(context: Context): void {
  for (const user of context.database.users) {
    const progression = v.safeParse(progressionShape, user.ra_progression);
    for (const result of progression.success ? progression.output.results : []) {
      const rom = context.database.roms.find((row) => row.ra_id !== null && row.ra_id === result.rom_ra_id);
      const award = result.highest_award_kind ?? null;
      const status = award === null ? "incomplete" : statusByAward[award];
      if (rom === undefined || status === undefined) continue;
      const row = romUserOf(context, user.id, rom.id);
      if (row.status === status || isLeftAlone(context, row.status, status)) continue;
      Object.assign(row, { status, updated_at: storedNow(context) });
    }
  }
}

function isLeftAlone({ traits }: Context, present: string | null, next: string): boolean {
  if (present === "retired" || present === "never_playing") return traits.taskLeavesFinalStatuses;
  return next === "incomplete" && present !== null && !traits.taskLowersStatuses;
}
