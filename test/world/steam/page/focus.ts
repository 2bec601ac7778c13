/** Arrow keys move the focus as the D-pad does in Steam: to the nearest thing in that direction, within the top layer. */
export function listenToArrows(root: Element): void {
  document.addEventListener("keydown", (event) => {
    const direction = directions[event.key];
    const active = document.activeElement;
    if (event.key === "Enter" && active instanceof HTMLElement && active.getAttribute("role") === "button")
      active.click();
    if (direction === undefined || (active instanceof HTMLInputElement && direction.x !== 0)) return;
    event.preventDefault();
    const layer = [...root.querySelectorAll(".modal")].at(-1) ?? root;
    nearest(layer, active, direction)?.focus();
  });
}

interface Direction {
  x: number;
  y: number;
}

const directions: Record<string, Direction> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

function nearest(layer: Element, from: Element | null, direction: Direction): HTMLElement | null {
  const all = [...layer.querySelectorAll("[data-focus]")].filter(
    (element): element is HTMLElement => element instanceof HTMLElement && !element.matches(":disabled"),
  );
  if (from === null || !layer.contains(from) || !from.matches("[data-focus]")) return all[0] ?? null;
  const start = from.getBoundingClientRect();
  const ranked = all
    .filter((element) => element !== from)
    .map((element) => ({ element, cost: costOf(start, element.getBoundingClientRect(), direction) }))
    .filter(({ cost }) => cost !== null)
    .sort((a, b) => (a.cost ?? 0) - (b.cost ?? 0));
  return ranked[0]?.element ?? null;
}

/** Null: not in that direction. Up and down stay in their column; sideways, being out of line costs more than being far. */
function costOf(from: DOMRect, to: DOMRect, { x, y }: Direction): number | null {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + to.height / 2 - (from.y + from.height / 2);
  const ahead = dx * x + dy * y;
  if (ahead <= 1) return null;
  const overlapX = Math.min(from.right, to.right) - Math.max(from.left, to.left);
  const overlapY = Math.min(from.bottom, to.bottom) - Math.max(from.top, to.top);
  if (x === 0 && overlapX <= 0) return null;
  const isInLine = x === 0 || overlapY > 0;
  return ahead + (isInLine ? 0 : 1_000) + Math.abs(x === 0 ? dx : dy) / 10;
}
