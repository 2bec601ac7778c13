import type { Wanted } from "../found.ts";
import type { TemplateValues } from "../template.ts";

/** The ids by which emulators name the saves of a game. */
export interface GameIds {
  /**
   * What stands for `{id}` and its parts on this system. Null: neither the rom nor RomM tells it; `other-system`: the
   * rom is one of another.
   */
  valuesFor(system: string, wanted: Wanted): Promise<TemplateValues | "other-system" | null>;
}
