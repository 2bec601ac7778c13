import assert from "node:assert/strict";
import * as v from "valibot";
import type { Behaviour } from "../suite/behaviour.ts";
import { type Bench, read } from "../suite/bench.ts";
import type { Reply } from "../suite/http.ts";
import { romShape, userShape } from "../suite/shapes.ts";

const section = "11";
const progressionShape = v.object({ results: v.array(v.record(v.string(), v.unknown())) });
const refreshing = { section, standInOnly: "would ask RetroAchievements and needs me.write" };

/** Section 11. */
export const achievements = {
  "refresh-updates-the-progression": {
    ...refreshing,
    law: "A refresh changes what users/me tells of the achievements.",
    async check(on) {
      const user = withProgression(on, [{ rom_ra_id: 1, num_awarded: 3 }]);
      assert.equal((await refresh(on, user)).status, 200);
      const { results } = v.parse(progressionShape, await progressionOf(on, user));
      assert.deepEqual(
        results.map(({ rom_ra_id, num_awarded }) => [rom_ra_id, num_awarded]),
        [[1, 3]],
      );
    },
  },
  "refresh-keeps-the-status": {
    ...refreshing,
    law: "A refresh never touches a play status.",
    async check(on) {
      const { user, romId } = withRom(on, "mastered");
      await refresh(on, user);
      assert.equal(await statusOf(on, user, romId), null);
    },
  },
  "refresh-needs-a-name": {
    ...refreshing,
    law: "Without a RetroAchievements name a refresh is a 404.",
    async check(on) {
      const user = newUser(on, null, null);
      assert.equal((await refresh(on, user)).status, 404);
    },
  },
  "refresh-needs-me-write": {
    ...refreshing,
    law: "A refresh needs me.write.",
    async check(on) {
      const { id } = newUser(on, "player", null);
      const { raw } = on.rules.admin.addToken({ userId: id, scopes: ["me.read"] });
      assert.equal((await refresh(on, { id, authorization: `Bearer ${raw}` })).status, 403);
    },
  },
  "refresh-body-is-optional": {
    ...refreshing,
    law: "A refresh may say incremental, or nothing.",
    async check(on) {
      const user = withProgression(on, []);
      for (const json of [null, { incremental: true }])
        assert.equal((await refresh(on, user, json)).status, 200);
    },
  },
  "progression-tells-its-fields": {
    ...refreshing,
    law: "Each result has what RomM requires of one, filled or null.",
    async check(on) {
      const user = withProgression(on, [{ rom_ra_id: 1 }]);
      await refresh(on, user);
      const [result] = v.parse(progressionShape, await progressionOf(on, user)).results;
      for (const key of ["max_possible", "num_awarded", "num_awarded_hardcore", "earned_achievements"])
        assert(result && key in result, key);
    },
  },
  "incomplete-progression-is-500": {
    ...refreshing,
    law: "Where what is stored lacks one of them, users/me is a 500.",
    async check(on) {
      const user = withProgression(on, []);
      const row = on.rules.database.users.find(({ id }) => id === user.id);
      for (const results of [null, [{ rom_ra_id: 1, highest_award_kind: "mastered" }]]) {
        if (row !== undefined) row.ra_progression = { results };
        const { status } = await on.send("GET", "/api/users/me", { authorization: user.authorization });
        assert.equal(status, 500, JSON.stringify(results));
      }
    },
  },
  "progression-starts-as-null": {
    ...refreshing,
    law: "Before the first refresh there is no progression.",
    async check(on) {
      assert.equal(await progressionOf(on, newUser(on, "player", null)), null);
    },
  },
  "progression-tells-the-highest-award": {
    ...refreshing,
    since: "4.8",
    law: "A result names its highest award.",
    async check(on) {
      const user = withProgression(on, [{ rom_ra_id: 1, highest_award_kind: "mastered" }]);
      await refresh(on, user);
      const { results } = v.parse(progressionShape, await progressionOf(on, user));
      assert.equal(results[0]?.highest_award_kind, "mastered");
    },
  },
  "progression-told-no-award": {
    ...refreshing,
    until: "4.8",
    law: "Before 4.8 no result named its highest award.",
    async check(on) {
      const user = withProgression(on, [{ rom_ra_id: 1, highest_award_kind: "mastered" }]);
      await refresh(on, user);
      const [result] = v.parse(progressionShape, await progressionOf(on, user)).results;
      assert(result && !("highest_award_kind" in result));
    },
  },
  "task-derives-statuses": {
    ...refreshing,
    law: "The server's own task turns awards into statuses, also downwards.",
    async check(on) {
      const { user, romId } = withRom(on, null);
      await refresh(on, user);
      setStatus(on, user, romId, "finished");
      on.rules.admin.deriveStatuses();
      assert.equal(await statusOf(on, user, romId), "incomplete");
    },
  },
  "task-leaves-the-players-last-word": {
    ...refreshing,
    law: "The server's own task leaves retired and never_playing.",
    async check(on) {
      const { user, romId } = withRom(on, "mastered");
      await refresh(on, user);
      setStatus(on, user, romId, "never_playing");
      on.rules.admin.deriveStatuses();
      assert.equal(await statusOf(on, user, romId), "never_playing");
    },
  },
} satisfies Record<string, Behaviour>;

interface User {
  id: number;
  authorization: string;
}

function newUser(on: Bench, raUsername: string | null, progression: unknown): User {
  const { id } = on.rules.admin.addUser({ username: on.unique() });
  on.rules.admin.setAchievements(id, { raUsername, progression });
  return { id, authorization: `Bearer ${on.rules.admin.addToken({ userId: id }).raw}` };
}

function withProgression(on: Bench, results: unknown[]): User {
  return newUser(on, "player", { total: results.length, results });
}

/** A rom with an id of RetroAchievements' and a user with an award for it. */
function withRom(on: Bench, award: string | null): { user: User; romId: number } {
  const raId = 1_000_000 + on.romId;
  const rom = on.rules.admin.addRom({ platform: "snes", fsName: `${on.unique()}.sfc`, raId });
  return { user: withProgression(on, [{ rom_ra_id: raId, highest_award_kind: award }]), romId: rom.id };
}

/** `json` null: without a body. */
function refresh(on: Bench, { id, authorization }: User, json: object | null = {}): Promise<Reply> {
  return on.send("POST", `/api/users/${id}/ra/refresh`, { authorization, ...(json && { json }) });
}

async function progressionOf(on: Bench, { authorization }: User): Promise<unknown> {
  return read(userShape, await on.send("GET", "/api/users/me", { authorization })).ra_progression;
}

async function statusOf(on: Bench, { authorization }: User, romId: number): Promise<string | null> {
  return read(romShape, await on.send("GET", `/api/roms/${romId}`, { authorization })).rom_user.status;
}

function setStatus(on: Bench, { id }: User, romId: number, status: "finished" | "never_playing"): void {
  const caller = { userId: id, scopes: ["roms.user.write"], deviceId: null };
  on.rules.roms.changeProps(caller, romId, { status });
}
