/**
 * How Steam's focus moves: up its tree of nodes to the first that lies in the pressed direction, there to the next child
 * that holds something focusable, and down into that. What is no node, or cannot have the focus, is stepped over.
 */
export type Direction = "up" | "down" | "left" | "right";

const anyNode = "[data-focus], [data-nav]";

/** False: nothing lies there. Whoever has no focus at all gets it on the first thing of the layer, as in Steam. */
export function moveFocus(layer: Element, direction: Direction): boolean {
  const active = layer.ownerDocument.activeElement;
  if (active === null || !layer.contains(active) || !active.matches("[data-focus]")) return focusFirst(layer);
  const step = direction === "up" || direction === "left" ? -1 : 1;
  for (let from: Element = active; from !== layer; from = parentOf(from, layer)) {
    const parent = parentOf(from, layer);
    if (!lies(parent, direction)) continue;
    const siblings = childrenOf(parent);
    const index = siblings.indexOf(from);
    const ahead = step < 0 ? siblings.slice(0, index).reverse() : siblings.slice(index + 1);
    for (const sibling of ahead) if (enter(sibling, active, direction)) return true;
  }
  return false;
}

/** The preferred thing, else the first one that can have the focus. */
export function focusFirst(layer: Element): boolean {
  const all = focusablesIn(layer);
  const first = all.find((element) => element.closest("[data-preferred]") !== null) ?? all[0];
  first?.focus();
  return first !== undefined;
}

function focusablesIn(layer: Element): HTMLElement[] {
  const found = [...layer.querySelectorAll<HTMLElement>("[data-focus]")];
  if (layer instanceof HTMLElement && layer.matches("[data-focus]")) found.unshift(layer);
  return found.filter((element) => !element.matches(":disabled") && element.checkVisibility());
}

function parentOf(element: Element, layer: Element): Element {
  const parent = element.parentElement?.closest(anyNode) ?? layer;
  return layer.contains(parent) ? parent : layer;
}

/** The nodes right below: none lies between. */
function childrenOf(parent: Element): Element[] {
  return [...parent.querySelectorAll(anyNode)].filter((element) => {
    const above = element.parentElement?.closest(anyNode) ?? null;
    return above === null || above === parent || !parent.contains(above);
  });
}

/** A node says so itself, or its style does: a row, a grid (which is both), or else a column. */
function lies(node: Element, direction: Direction): boolean {
  const isSideways = direction === "left" || direction === "right";
  const told = node.getAttribute("data-flow");
  const { display, flexDirection } = getComputedStyle(node);
  if (told === "grid" || (told === null && display.includes("grid") && columnsOf(node) > 1)) return true;
  const isRow =
    told === null
      ? display.includes("flex") && flexDirection.startsWith("row")
      : ["row", "horizontal"].includes(told);
  return isRow === isSideways;
}

function columnsOf(node: Element): number {
  return getComputedStyle(node).gridTemplateColumns.split(" ").length;
}

/** Into a row one comes at the place below or above where one was; into a column at its near end. */
function enter(node: Element, from: Element, direction: Direction): boolean {
  const all = focusablesIn(node);
  if (all.length === 0) return false;
  const near = direction === "up" || direction === "left" ? (all.at(-1) ?? all[0]) : all[0];
  const isRow = lies(node, "left") && all.length > 1 && (direction === "up" || direction === "down");
  const target = isRow ? nearestX(all, from) : near;
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
  return target !== undefined;
}

function nearestX(all: HTMLElement[], from: Element): HTMLElement | undefined {
  const middle = (element: Element) => {
    const { left, width } = element.getBoundingClientRect();
    return left + width / 2;
  };
  const off = (element: Element) => Math.abs(middle(element) - middle(from));
  return [...all].sort((a, b) => off(a) - off(b))[0];
}
