import type { AppId } from "../../backend/contract/words.ts";

/** A shortcut whose launches are checked, as Steam calls it. */
export interface GatedApp {
  appId: AppId;
  name: string;
}
