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
  const awaitFocus = (timeout: number) => page.waitForFunction(hasFocus, null, { timeout, polling: 20 });
  // Where nothing has the focus for longer, the next direction gives it, as in Steam.
  const settle = () => awaitFocus(500).catch(() => null);
  const focused = async () => {
    await settle();
    return page.evaluate(() => {
      const active = document.activeElement;
      if (!active?.matches("[data-focus]")) return "";
      return active.textContent || (active.getAttribute("aria-label") ?? "");
    });
  };
  const pressOne = async (button: Button) => {
    await settle();
    count += 1;
    await page.keyboard.press(keys[button]);
    await awaitFocus(2_000).catch(() => {
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

/**
 * Something that Steam's gamepad can stand on, that can be seen, and that lies in what is on top: who plays sees a dialog
 * come and go before he presses again. Presses that come too early are `page.keyboard`'s to make.
 */
function hasFocus(): boolean {
  const active = document.activeElement;
  if (active === null || !active.matches("[data-focus]") || !active.checkVisibility()) return false;
  const above = [...document.querySelectorAll("[data-layer]")].at(-1) ?? document.querySelector(".qam");
  return above === null || above.contains(active);
}
