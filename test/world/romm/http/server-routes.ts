import * as v from "valibot";
import { grant } from "../rules/ground/answer.ts";
import { type RommApp, respond } from "./app.ts";
import { readJson, readPathInt } from "./validate.ts";

const refreshBody = v.object({ incremental: v.optional(v.boolean()) });

/** Sections 2.1 to 2.3 and 11. */
export function addServerRoutes(app: RommApp): void {
  app.get("/api/heartbeat", (c) => {
    const { traits, database } = c.get("rules");
    return respond(
      c,
      grant({
        SYSTEM: {
          VERSION: traits.versionText,
          SHOW_SETUP_WIZARD: traits.needsSetup,
          ...(traits.tellsBranch && traits.versionText === "development" && { GIT_BRANCH: "master" }),
        },
        METADATA_SOURCES: { ANY_SOURCE_ENABLED: true, RA_API_ENABLED: true },
        FILESYSTEM: { FS_PLATFORMS: database.platforms.map((platform) => platform.fs_slug) },
        EMULATION: { DISABLE_EMULATOR_JS: false },
        FRONTEND: { DISABLE_USERPASS_LOGIN: traits.isPasswordOff },
        OIDC: {
          ENABLED: traits.oidcProvider !== null,
          AUTOLOGIN: false,
          PROVIDER: traits.oidcProvider ?? "",
          RP_INITIATED_LOGOUT: false,
        },
        TASKS: {},
        ...(traits.tellsDeviceInstall && { DEVICE_INSTALL: { ENABLED: false, EXCLUDED_PLATFORM_SLUGS: [] } }),
        ...(traits.hasChannels && {
          SAVE_SYNC: {
            SNAPSHOTS: true,
            SNAPSHOT_RETENTION: traits.snapshotRetention,
            SNAPSHOT_BRANCH_LIFETIME_DAYS: 30,
          },
        }),
      }),
    );
  });
  app.get("/api/users/me", (c) => respond(c, c.get("rules").users.me(c.get("caller"))));
  app.get("/api/platforms", (c) => respond(c, c.get("rules").roms.platforms(c.get("caller"))));
  app.post("/api/users/:id/ra/refresh", async (c) => {
    const userId = readPathInt(c, "id");
    const body = await readJson(c, refreshBody, { optional: true });
    if (!userId.ok || !body.ok) return respond(c, userId.ok ? body : userId);
    return respond(c, c.get("rules").users.refreshAchievements(c.get("caller"), userId.value));
  });
}
