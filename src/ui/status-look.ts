import type { IconType } from "react-icons";
import {
  TbAlertTriangleFilled,
  TbCircleArrowDownFilled,
  TbCircleArrowUpFilled,
  TbCircleCheckFilled,
  TbCircleDashed,
  TbCircleX,
  TbCloudOff,
  TbDeviceGamepad2,
  TbEyeOff,
  TbFolderOff,
  TbHandStop,
  TbLoader,
  TbPlayerPauseFilled,
  TbSquareForbid2,
  TbUnlink,
} from "react-icons/tb";
import type { SyncStatus } from "../../backend/contract/saves/shortcut.ts";
import type { Tone } from "../ui/theme.ts";

/**
 * Each status has an icon of its own: colour alone tells nothing to those who do not see it. Three ranks only, so that
 * rows do not move about under the player's thumb while a sync goes on.
 */
export const statusLooks: Record<SyncStatus["kind"], { Icon: IconType; tone: Tone; rank: number }> = {
  conflict: { Icon: TbAlertTriangleFilled, tone: "attention", rank: 0 },
  problem: { Icon: TbCircleX, tone: "bad", rank: 0 },
  "location-unavailable": { Icon: TbFolderOff, tone: "attention", rank: 0 },
  unlinked: { Icon: TbUnlink, tone: "attention", rank: 0 },
  held: { Icon: TbHandStop, tone: "attention", rank: 0 },
  playing: { Icon: TbDeviceGamepad2, tone: "good", rank: 1 },
  "will-upload": { Icon: TbCircleArrowUpFilled, tone: "accent", rank: 1 },
  "will-download": { Icon: TbCircleArrowDownFilled, tone: "accent", rank: 1 },
  "waiting-for-network": { Icon: TbCloudOff, tone: "muted", rank: 1 },
  "not-looked": { Icon: TbLoader, tone: "muted", rank: 1 },
  synced: { Icon: TbCircleCheckFilled, tone: "good", rank: 1 },
  "no-save-yet": { Icon: TbCircleDashed, tone: "muted", rank: 1 },
  unsupported: { Icon: TbSquareForbid2, tone: "muted", rank: 2 },
  "paused-by-server": { Icon: TbPlayerPauseFilled, tone: "muted", rank: 1 },
  untracked: { Icon: TbEyeOff, tone: "muted", rank: 2 },
};
