import { type Answer, crash, grant } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import type { UserRow } from "../ground/database.ts";
import { isoTime, isoTimeOrNull } from "../ground/time.ts";
import { guarded } from "./access.ts";
import { canBeTold, refreshAchievements, viewProgression } from "./achievements.ts";

type UserView = ReturnType<typeof viewUser>;

/** Section 2.2, and RetroAchievements' refresh (section 11). */
export function createUsers(context: Context) {
  return {
    me: guarded(context, ["me.read"], me),
    refreshAchievements: guarded(context, ["me.write"], refreshAchievements),
  };
}

function me(context: Context, caller: Caller): Answer<UserView> {
  const user = context.database.users.find((row) => row.id === caller.userId);
  if (user === undefined || !canBeTold(context, user.ra_progression)) return crash();
  return grant(viewUser(context, user, caller));
}

function viewUser(context: Context, user: UserRow, caller: Caller) {
  const { traits } = context;
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    enabled: user.enabled,
    role: user.role,
    // The user's rights, not the token's.
    oauth_scopes: user.scopes,
    avatar_path: "",
    last_login: isoTimeOrNull(user.last_login),
    last_active: isoTimeOrNull(user.last_active),
    ra_username: user.ra_username,
    ra_progression: viewProgression(context, user.ra_progression),
    ui_settings: null,
    ...(traits.userHasCurrentDevice && { current_device_id: caller.deviceId }),
    created_at: isoTime(user.created_at),
    updated_at: isoTime(user.updated_at),
  };
}
