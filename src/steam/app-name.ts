import * as v from "valibot";
import { steamFunction } from "./steam-function.ts";

/** What Steam's library calls an app; null: this Steam does not tell. */
export function appNameOf(appId: number): string | null {
  const told = v.safeParse(AppOverview, steamFunction("appStore", "GetAppOverviewByAppID")?.(appId));
  return told.success && told.output.display_name !== "" ? told.output.display_name : null;
}

const AppOverview = v.object({ display_name: v.string() });
