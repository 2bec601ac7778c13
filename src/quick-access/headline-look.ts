import type { IconType } from "react-icons";
import {
  TbAlertTriangleFilled,
  TbArrowFork,
  TbCircleArrowUpFilled,
  TbCircleCheckFilled,
  TbCloudOff,
  TbCloudX,
  TbDeviceFloppy,
  TbHandStop,
  TbHelpCircle,
  TbInfoCircle,
  TbKey,
  TbLoader,
  TbRefresh,
} from "react-icons/tb";
import type { Tone } from "../ui/theme.ts";
import type { Headline } from "./headline.ts";

/** Each headline has a shape of its own: colour alone tells nothing to those who do not see it. */
export const headlineLooks: Record<Headline["kind"], { Icon: IconType; tone: Tone }> = {
  loading: { Icon: TbLoader, tone: "muted" },
  retired: { Icon: TbRefresh, tone: "accent" },
  trouble: { Icon: TbRefresh, tone: "attention" },
  "signed-out": { Icon: TbDeviceFloppy, tone: "accent" },
  list: { Icon: TbAlertTriangleFilled, tone: "attention" },
  "list-repaired": { Icon: TbInfoCircle, tone: "accent" },
  "sign-in-again": { Icon: TbKey, tone: "attention" },
  "on-hold": { Icon: TbHandStop, tone: "attention" },
  "needs-choice": { Icon: TbArrowFork, tone: "attention" },
  "needs-look": { Icon: TbAlertTriangleFilled, tone: "attention" },
  "after-choice": { Icon: TbHelpCircle, tone: "accent" },
  run: { Icon: TbLoader, tone: "accent" },
  offline: { Icon: TbCloudOff, tone: "muted" },
  "romm-down": { Icon: TbCloudX, tone: "muted" },
  waits: { Icon: TbCircleArrowUpFilled, tone: "accent" },
  "no-games": { Icon: TbDeviceFloppy, tone: "accent" },
  "no-saves": { Icon: TbDeviceFloppy, tone: "accent" },
  "some-safe": { Icon: TbCircleCheckFilled, tone: "muted" },
  "all-safe": { Icon: TbCircleCheckFilled, tone: "good" },
};
