import * as v from "valibot";
import type { UserId } from "../core/vocabulary.ts";
import { decode, textOrNull, time, userId } from "./decode.ts";
import type { Call, Calls } from "./wire/call.ts";

/** The signed-in user. */
export interface User {
  userId: UserId;
  username: string;
  /** Of the user, whatever the token may do; null: not told. */
  scopes: string[] | null;
}

/** Progress on one game of RetroAchievements, as RomM has it cached. */
export interface AwardProgress {
  /** Matches the `ra_id` of any number of roms. */
  raId: number;
  /** RetroAchievements' word; null: started without an award (or RomM before 4.8, which does not tell). */
  award: string | null;
  earned: number | null;
  possible: number | null;
}

export interface Awards {
  progress: AwardProgress[];
  unreadable: number;
  /** False: RomM's profile names no player of RetroAchievements. */
  hasName: boolean;
  /** When the newest achievement was earned that RomM knows of: all it tells about the age of its copy. */
  newestEarnedAtMs: number | null;
}

export interface Users {
  me(signal: AbortSignal): Promise<User>;
  /** Entries that cannot be read are counted, not fatal. */
  fetchAwards(signal: AbortSignal): Promise<Awards>;
  /** RomM asks RetroAchievements anew: can take minutes. Needs the right `me.write`. */
  refreshAwards(p: { userId: UserId; incremental: boolean }, signal: AbortSignal): Promise<void>;
}

export function createUsers(calls: Calls): Users {
  return {
    me: (signal) => fetchMe(calls, signal),
    fetchAwards: (signal) => fetchAwards(calls, signal),
    refreshAwards: (p, signal) => refreshAwards(calls, p, signal),
  };
}

const me: Call = { task: "read the account", method: "GET", path: "/api/users/me" };

const userSchema = v.object({
  id: userId,
  username: v.pipe(v.string(), v.nonEmpty()),
  oauth_scopes: v.nullish(v.array(v.string()), null),
});

async function fetchMe(calls: Calls, signal: AbortSignal): Promise<User> {
  const user = decode(userSchema, (await calls.ask(me, signal)).json, me.task);
  return {
    userId: user.id,
    username: user.username,
    scopes: user.oauth_scopes,
  };
}

const count = v.nullish(v.pipe(v.number(), v.minValue(0)), null);

/** RomM's `ra_progression`: every key in it may be absent, the whole may be `{}` or null. */
const progressionSchema = v.object({
  ra_username: textOrNull,
  ra_progression: v.nullable(v.object({ results: v.nullish(v.array(v.unknown()), []) })),
});
/** RetroAchievements' dates are UTC, mostly without saying so; one that is no date counts as not told. */
const earnedAt = v.fallback(v.nullish(time, null), null);
const progressSchema = v.object({
  rom_ra_id: v.nullish(v.pipe(v.number(), v.safeInteger()), null),
  highest_award_kind: textOrNull,
  num_awarded: count,
  max_possible: count,
  most_recent_awarded_date: earnedAt,
});

async function fetchAwards(calls: Calls, signal: AbortSignal): Promise<Awards> {
  const task = "read the progress on RetroAchievements";
  const answer = decode(progressionSchema, (await calls.ask({ ...me, task }, signal)).json, task);
  const progress: AwardProgress[] = [];
  let unreadable = 0;
  let newestEarnedAtMs: number | null = null;
  for (const result of answer.ra_progression?.results ?? []) {
    const read = v.safeParse(progressSchema, result);
    if (!read.success) unreadable += 1;
    else if (read.output.rom_ra_id !== null) {
      const {
        rom_ra_id: raId,
        highest_award_kind: award,
        num_awarded: earned,
        max_possible: possible,
        most_recent_awarded_date: earnedAtMs,
      } = read.output;
      progress.push({ raId, award, earned, possible });
      if (earnedAtMs !== null) newestEarnedAtMs = Math.max(newestEarnedAtMs ?? earnedAtMs, earnedAtMs);
    }
  }
  return { progress, unreadable, hasName: Boolean(answer.ra_username), newestEarnedAtMs };
}

/** RomM 5.2 `POST /api/users/{id}/ra/refresh`: 404 without a RetroAchievements name. */
async function refreshAwards(
  calls: Calls,
  p: { userId: UserId; incremental: boolean },
  signal: AbortSignal,
): Promise<void> {
  const call: Call = {
    task: "refresh the progress on RetroAchievements",
    method: "POST",
    path: `/api/users/${p.userId}/ra/refresh`,
    body: { kind: "json", value: { incremental: p.incremental } },
    patience: "minutes",
    entities: ["user"],
  };
  decode(v.null(), (await calls.ask(call, signal)).json, call.task);
}
