import { asObject, type Breakage, during, instead, on, restatus, rewriteRows } from "./breakage.ts";
import { tokenOf } from "./rows.ts";

const refresh = "POST /api/users/*/ra/refresh";
const me = "GET /api/users/me";

/** Section 11. */
export const achievementBreakages = {
  "refresh-updates-the-progression": rewriteRows(me, (user) => {
    const { results, ...progression } = asObject(user.ra_progression);
    if (!Array.isArray(results)) return user;
    const known = results.map(asObject).map((result) => ({ ...result, num_awarded: null }));
    return { ...user, ra_progression: { ...progression, results: known } };
  }),
  "refresh-keeps-the-status": on(refresh, async (c, next) => {
    await next();
    if (c.res.status === 200) c.get("rules").admin.deriveStatuses();
  }),
  "refresh-needs-a-name": restatus(refresh, 404, 400),
  "refresh-needs-me-write": during(refresh, (c) => {
    const token = tokenOf(c);
    const scopes = token?.scopes ?? [];
    if (token !== undefined) token.scopes = [...scopes, "me.write"];
    return () => {
      if (token !== undefined) token.scopes = scopes;
    };
  }),
  "refresh-body-is-optional": instead(refresh, (c) => c.req.header("content-type") === undefined, 422, {
    detail: [],
  }),
  "progression-tells-its-fields": rewriteRows(me, (user) => {
    const { results, ...progression } = asObject(user.ra_progression);
    if (!Array.isArray(results)) return user;
    const bare = results.map(asObject).map(({ earned_achievements: _left, ...result }) => result);
    return { ...user, ra_progression: { ...progression, results: bare } };
  }),
  "incomplete-progression-is-500": { traits: { checksProgression: false } },
  "progression-starts-as-null": rewriteRows(me, (user) => ({
    ...user,
    ra_progression: user.ra_progression ?? {},
  })),
  "progression-tells-the-highest-award": { traits: { tellsHighestAward: false } },
  "progression-told-no-award": { traits: { tellsHighestAward: true } },
  "task-derives-statuses": { traits: { taskLowersStatuses: false } },
  "task-leaves-the-players-last-word": { traits: { taskLeavesFinalStatuses: false } },
} satisfies Record<string, Breakage>;
