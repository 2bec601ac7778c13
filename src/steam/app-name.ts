import { isLike, isText } from "../shape.ts";
import { steamFunction } from "./steam-function.ts";

/** What Steam's library calls an app; null: this Steam does not tell. */
export function appNameOf(appId: number): string | null {
  const told: unknown = steamFunction("appStore", "GetAppOverviewByAppID")?.(appId);
  return isAppOverview(told) && told.display_name !== "" ? told.display_name : null;
}

const isAppOverview = isLike({ display_name: isText });
