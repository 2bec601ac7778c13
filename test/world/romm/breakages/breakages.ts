import { accessBreakages } from "./access.ts";
import { achievementBreakages } from "./achievements.ts";
import type { Breakage } from "./breakage.ts";
import { conventionBreakages } from "./conventions.ts";
import { deviceBreakages } from "./devices.ts";
import { conversionBreakages55 } from "./newer/conversion-5-5.ts";
import { holdBreakages55 } from "./newer/holds-5-5.ts";
import { retroarchBreakages54 } from "./newer/retroarch-5-4.ts";
import { breakages53 } from "./newer/since-5-3.ts";
import { breakages54 } from "./newer/since-5-4.ts";
import { breakages55 } from "./newer/since-5-5.ts";
import { webPlayerBreakages } from "./newer/web-player.ts";
import { olderBreakages } from "./older.ts";
import { playSessionBreakages } from "./play-sessions.ts";
import { propsBreakages } from "./props.ts";
import { saveChangeBreakages } from "./saves/changes.ts";
import { conflictBreakages } from "./saves/conflicts.ts";
import { contentHashBreakages } from "./saves/content-hashes.ts";
import { dedupAndCleanupBreakages } from "./saves/dedup-and-cleanup.ts";
import { downloadBreakages } from "./saves/downloads.ts";
import { overlapBreakages } from "./saves/overlaps.ts";
import { saveReadBreakages } from "./saves/reads.ts";
import { strangeRowBreakages } from "./saves/strange-rows.ts";
import { uploadBreakages } from "./saves/uploads.ts";
import { serverAndLibraryBreakages } from "./server-and-library.ts";
import { clientTokenBreakages } from "./sign-in/client-tokens.ts";
import { deviceAuthBreakages } from "./sign-in/device-auth.ts";
import { oauthBreakages } from "./sign-in/oauth.ts";
import { syncBreakages } from "./sync.ts";

/** For every behaviour that the conformance suite checks: a switch that breaks it, and no other. */
export const breakages = {
  ...conventionBreakages,
  ...accessBreakages,
  ...oauthBreakages,
  ...clientTokenBreakages,
  ...deviceAuthBreakages,
  ...serverAndLibraryBreakages,
  ...propsBreakages,
  ...deviceBreakages,
  ...saveReadBreakages,
  ...strangeRowBreakages,
  ...uploadBreakages,
  ...overlapBreakages,
  ...conflictBreakages,
  ...dedupAndCleanupBreakages,
  ...downloadBreakages,
  ...saveChangeBreakages,
  ...contentHashBreakages,
  ...syncBreakages,
  ...playSessionBreakages,
  ...achievementBreakages,
  ...olderBreakages,
  ...breakages53,
  ...webPlayerBreakages,
  ...breakages54,
  ...retroarchBreakages54,
  ...breakages55,
  ...holdBreakages55,
  ...conversionBreakages55,
} satisfies Record<string, Breakage>;

export type BehaviourId = keyof typeof breakages;
