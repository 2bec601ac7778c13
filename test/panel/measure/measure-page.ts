import type { Page } from "playwright-core";
import { measureContrast } from "./contrast.ts";

/** What is wrong with a picture, in words that name the text concerned. */
export interface Finding {
  law: "clipped" | "overlap" | "focus-invisible" | "first-action" | "small-text" | "contrast" | "unreachable";
  about: string;
}

const smallestPx = 12;
const firstActionPx = 190;
const leastContrast = 4.5;

/**
 * Measures what stands below an element by the laws of the panel's pictures: nothing is cut off without an ellipsis, no two
 * things that take focus lie over one another, the focus can be seen, the first thing to press lies within the top 190
 * pixels, no text is under 12 pixels or under a contrast of 4.5, and nothing can be clicked that the gamepad cannot reach.
 */
export async function measurePage(page: Page, selector: string): Promise<Finding[]> {
  const root = page.locator(selector).first();
  const contrasts = await measureContrast(page, selector);
  const poor = contrasts.filter(({ ratio }) => ratio < leastContrast);
  return [
    ...(await root.evaluate(findingsBelow, { smallestPx, firstActionPx })),
    ...poor.map(({ text, ratio, colours }): Finding => {
      return { law: "contrast", about: `${text}: ${ratio.toFixed(2)} (${colours})` };
    }),
  ];
}

/** Runs in the page: it can use nothing from outside of itself. */
function findingsBelow(root: Element, limits: { smallestPx: number; firstActionPx: number }): Finding[] {
  const findings: Finding[] = [];
  const add = (law: Finding["law"], about: string | null) =>
    findings.push({ law, about: (about ?? "").trim().slice(0, 80) });
  const all = [...root.querySelectorAll<HTMLElement>("*")].filter((element) => element.checkVisibility());
  const focusables = all.filter((element) => element.matches("[data-focus]"));
  const frame = root.getBoundingClientRect();
  // Steam's bar lies over the top of a page of its own.
  const contentTop = Math.max(
    frame.top,
    document.querySelector(".header")?.getBoundingClientRect().bottom ?? 0,
  );
  const hasOwnText = (element: Element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
    );
  const reactProps = (element: Element): unknown =>
    Reflect.get(element, Object.keys(element).find((key) => key.startsWith("__reactProps")) ?? "");
  const canBeClicked = (element: HTMLElement) =>
    element.onclick !== null || typeof Reflect.get(Object(reactProps(element)), "onClick") === "function";

  for (const element of all) {
    const style = getComputedStyle(element);
    if (hasOwnText(element)) {
      if (Number.parseFloat(style.fontSize) < limits.smallestPx) add("small-text", element.textContent);
      const rect = element.getBoundingClientRect();
      if (rect.right > frame.right + 1 || rect.left < frame.left - 1) add("clipped", element.textContent);
    }
    const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX === "hidden";
    if (isCut && style.textOverflow !== "ellipsis" && element !== root) add("clipped", element.textContent);
    const isCutBelow = element.scrollHeight > element.clientHeight + 1 && style.overflowY === "hidden";
    if (isCutBelow && element !== root && style.display !== "inline" && style.webkitLineClamp === "none")
      add("clipped", element.textContent);
    if (canBeClicked(element) && element.closest("[data-focus]") === null)
      add("unreachable", element.textContent);
  }
  focusables.forEach((one, index) => {
    const a = one.getBoundingClientRect();
    for (const other of focusables.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const b = other.getBoundingClientRect();
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) add("overlap", `${one.textContent} / ${other.textContent}`);
    }
  });
  const first = focusables.find(
    (element) => element.matches("button, input, [role=button]") && !element.matches(":disabled"),
  );
  const top = root.scrollTop + (first?.getBoundingClientRect().bottom ?? 0) - contentTop;
  if (top > limits.firstActionPx) add("first-action", `${first?.textContent}: ${Math.round(top)} px`);

  const focused = document.activeElement;
  if (focused instanceof HTMLElement && root.contains(focused)) {
    const look = () => {
      const { backgroundColor, backgroundImage, outline, boxShadow, borderColor } = getComputedStyle(focused);
      return [backgroundColor, backgroundImage, outline, boxShadow, borderColor].join();
    };
    const withFocus = look();
    focused.blur();
    if (look() === withFocus) add("focus-invisible", focused.textContent);
    focused.focus();
  }
  return findings;
}
