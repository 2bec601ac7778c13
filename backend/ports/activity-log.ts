import type { Activity } from "../contract/saves/activity.ts";

export interface ActivityLog {
  append(entry: ActivityEntry): Promise<void>;
}

/** `Activity` of the contract, before it has its id and time. */
export type ActivityEntry = Omit<Activity, "id" | "atMs">;
