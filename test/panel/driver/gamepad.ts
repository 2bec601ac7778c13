import type { Page } from "playwright-core";

/** The buttons of a gamepad, by the keys that stand for them in the stand-in of Steam. */
const keys = {
  a: "Enter",
  b: "Escape",
  x: "x",
  y: "y",
  menu: "o",
  l1: "[",
  r1: "]",
  up: "ArrowUp",
  down: "ArrowDown",
  left: "ArrowLeft",
  right: "ArrowRight",
  quickAccess: "q",
} as const;

export type Button = keyof typeof keys;

/** A player without a pointer: presses buttons, sees where the focus stands, and notices when it is lost. */
export interface Gamepad {
  press(...buttons: Button[]): Promise<void>;
  /** Goes on pressing the direction until the focus stands on something with this text. */
  goTo(text: string | RegExp, direction?: "up" | "down" | "left" | "right"): Promise<void>;
  /** Opens the on-screen keyboard on the focused field, types, and closes it with Enter. Counts five presses. */
  type(text: string): Promise<void>;
  focused(): Promise<string>;
  /** What the footer says of a button now; null: nothing. */
  hint(button: "ok" | "cancel" | "secondary" | "options" | "menu"): Promise<string | null>;
  count(): number;
}

export function createGamepad(page: Page): Gamepad {
  let count = 0;
  const focused = () =>
    page.evaluate(() => {
      const active = document.activeElement;
      if (!active?.matches("[data-focus]")) return "";
      return active.textContent || (active.getAttribute("aria-label") ?? "");
    });
  const pressOne = async (button: Button) => {
    count += 1;
    await page.keyboard.press(keys[button]);
    await page.waitForFunction(hasFocus, null, { timeout: 2_000, polling: 20 }).catch(() => {
      throw new Error(`The focus was lost after a press of ${button}.`);
    });
  };
  return {
    press: async (...buttons) => {
      for (const button of buttons) await pressOne(button);
    },
    goTo: async (text, direction = "down") => {
      const seen: string[] = [];
      for (let step = 0; step < 80; step += 1) {
        const here = await focused();
        if (typeof text === "string" ? here.includes(text) : text.test(here)) return;
        // At the end of a column the rest of its last row lies beside.
        const isStuck = direction === "down" && here === seen.at(-1);
        seen.push(here);
        await pressOne(isStuck ? "right" : direction);
      }
      throw new Error(
        `Nothing with ${text} was reached by ${direction}; the focus stood on:\n${seen.join("\n")}`,
      );
    },
    type: async (text) => {
      count += 5;
      await page.keyboard.press(keys.a);
      await page.getByTestId("keyboard").waitFor();
      const isCovered = await page.evaluate(() => {
        const keyboard = document.querySelector(".keyboard")?.getBoundingClientRect().top ?? 0;
        return (document.activeElement?.getBoundingClientRect().bottom ?? 0) > keyboard;
      });
      if (isCovered) throw new Error("The keyboard covers the field that is typed into.");
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
      await page.keyboard.press(keys.a);
      await page.getByTestId("keyboard").waitFor({ state: "detached" });
    },
    focused,
    hint: async (button) => {
      const hint = page.locator(`[data-hint="${button}"] > span`);
      return (await hint.count()) === 0 ? null : hint.textContent();
    },
    count: () => count,
  };
}

/** Something that Steam's gamepad can stand on, and that can be seen. */
function hasFocus(): boolean {
  const active = document.activeElement;
  return (active?.matches("[data-focus]") ?? false) && (active?.checkVisibility() ?? false);
}
