import type { Page } from "playwright-core";
import type { Gamepad } from "../driver/gamepad.ts";
import type { ScriptedDeck } from "../driver/scripted-deck.ts";
import type { Scene } from "../overviews.ts";

/** One picture of the panel: what the backend says, and where it is looked at. */
export interface PictureState {
  /** `<screen>-<state>`: the picture's name. */
  name: string;
  overview: Scene;
  /** A path below `/savepoint/`; absent: the Quick Access page. */
  path?: string;
  /** What else the backend knows. */
  prepare?(deck: ScriptedDeck): void;
  /** The presses that lead on from there. */
  reach?(pad: Gamepad, page: Page): Promise<void>;
}
