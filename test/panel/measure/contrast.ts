import type { Page } from "playwright-core";

export interface Contrast {
  text: string;
  ratio: number;
  colours: string;
}

/**
 * The contrast of every piece of text below an element, as WCAG 2 counts it, the poorest first. The ground is what lies
 * behind it: the colours of all ancestors, laid over one another; of a gradient the colour that is worst for the text.
 */
export async function measureContrast(page: Page, selector: string): Promise<Contrast[]> {
  const measured = await page.locator(selector).first().evaluate(contrastsBelow);
  return measured.sort((a, b) => a.ratio - b.ratio);
}

/** Runs in the page: it can use nothing from outside of itself. */
function contrastsBelow(root: Element): Contrast[] {
  type Colour = [number, number, number, number];
  const decode = (text: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return text.startsWith("rgb") ? [r, g, b, a] : [0, 0, 0, 0];
  };
  const over = ([r, g, b, a]: Colour, [r2, g2, b2]: Colour): Colour => [
    r * a + r2 * (1 - a),
    g * a + g2 * (1 - a),
    b * a + b2 * (1 - a),
    1,
  ];
  const luminance = ([r, g, b]: Colour) => {
    const linear = (part: number) =>
      part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const ratioOf = (a: Colour, b: Colour) => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const lineage = (element: Element): Element[] =>
    element.parentElement === null ? [element] : [...lineage(element.parentElement), element];
  const groundsOf = (element: Element): Colour[] =>
    lineage(element).reduce<Colour[]>(
      (grounds, each) => {
        const { backgroundColor, backgroundImage, opacity } = getComputedStyle(each);
        const stops = backgroundImage.includes("gradient")
          ? (backgroundImage.match(/rgba?\([^)]*\)/g) ?? [])
          : [];
        const laid = grounds.map((ground) => over(decode(backgroundColor), ground));
        const all =
          stops.length === 0
            ? laid
            : stops.flatMap((stop) => laid.map((ground) => over(decode(stop), ground)));
        // What is see-through lets the ground below shine through all of it, its text included.
        return Number(opacity) < 1
          ? all.map(([r, g, b], index) =>
              over([r, g, b, Number(opacity)], grounds[index % grounds.length] ?? [0, 0, 0, 1]),
            )
          : all;
      },
      [[0, 0, 0, 1]],
    );
  const found: Contrast[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement: element, textContent } = node;
    const text = textContent?.trim() ?? "";
    if (element === null || text === "" || !element.checkVisibility()) continue;
    const alpha = lineage(element).reduce((all, each) => all * Number(getComputedStyle(each).opacity), 1);
    const [r, g, b, a] = decode(getComputedStyle(element).color);
    const ratios = groundsOf(element).map((ground) => ratioOf(over([r, g, b, a * alpha], ground), ground));
    const { color, backgroundColor } = getComputedStyle(element);
    found.push({ text, ratio: Math.min(...ratios), colours: `${color} on ${backgroundColor}` });
  }
  return found;
}
