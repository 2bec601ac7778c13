import type { BehaviourId } from "../../world/romm/breakages/breakages.ts";
import type { Behaviour } from "../suite/behaviour.ts";
import { access } from "./access.ts";
import { achievements } from "./achievements.ts";
import { conventions } from "./conventions.ts";
import { devices } from "./devices.ts";
import { conversion55 } from "./newer/conversion-5-5.ts";
import { holds55 } from "./newer/holds-5-5.ts";
import { negotiation54 } from "./newer/negotiation-5-4.ts";
import { retroarch54 } from "./newer/retroarch-5-4.ts";
import { since53 } from "./newer/since-5-3.ts";
import { since54 } from "./newer/since-5-4.ts";
import { since55 } from "./newer/since-5-5.ts";
import { webPlayer } from "./newer/web-player.ts";
import { older } from "./older.ts";
import { playSessions } from "./play-sessions.ts";
import { props } from "./props.ts";
import { romContent } from "./rom-content.ts";
import { saveChanges } from "./saves/changes.ts";
import { conflicts } from "./saves/conflicts.ts";
import { contentHashes } from "./saves/content-hashes.ts";
import { dedupAndCleanup } from "./saves/dedup-and-cleanup.ts";
import { downloads } from "./saves/downloads.ts";
import { overlaps } from "./saves/overlaps.ts";
import { saveReads } from "./saves/reads.ts";
import { strangeRows } from "./saves/strange-rows.ts";
import { uploads } from "./saves/uploads.ts";
import { serverAndLibrary } from "./server-and-library.ts";
import { clientTokens } from "./sign-in/client-tokens.ts";
import { deviceAuth } from "./sign-in/device-auth.ts";
import { oauth } from "./sign-in/oauth.ts";
import { sync } from "./sync.ts";

/** All that is known of RomM, one behaviour after the other. One without a breakage does not compile, nor the reverse. */
export const behaviours: Record<BehaviourId, Behaviour> = {
  ...conventions,
  ...access,
  ...oauth,
  ...clientTokens,
  ...deviceAuth,
  ...serverAndLibrary,
  ...romContent,
  ...props,
  ...devices,
  ...saveReads,
  ...strangeRows,
  ...uploads,
  ...overlaps,
  ...conflicts,
  ...dedupAndCleanup,
  ...downloads,
  ...saveChanges,
  ...contentHashes,
  ...sync,
  ...playSessions,
  ...achievements,
  ...older,
  ...since53,
  ...webPlayer,
  ...since54,
  ...negotiation54,
  ...retroarch54,
  ...since55,
  ...holds55,
  ...conversion55,
};
