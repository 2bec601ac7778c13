import type { Unit } from "../../core/state.ts";

/**
 * The same save on the same card, which is mounted elsewhere: nothing of what was agreed changes but the beginning of its
 * paths, in the place, the baseline and whatever was about to be done.
 */
export function atOtherPoint(unit: Unit, { from, to }: { from: string; to: string }): Unit {
  const { location, baseline, intent, late, left, card } = unit;
  const moved = <T>(value: T): T => withBeginning(value, { from, to });
  return {
    ...unit,
    location: moved(location),
    baseline: moved(baseline),
    intent: moved(intent),
    late: moved(late),
    ...(left && { left: moved(left) }),
    ...(card && { card: { ...card, point: to } }),
  };
}

function withBeginning<T>(value: T, p: { from: string; to: string }): T {
  return mapTexts(value, (text) =>
    text === p.from || text.startsWith(`${p.from}/`) ? `${p.to}${text.slice(p.from.length)}` : text,
  ) as T;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}
