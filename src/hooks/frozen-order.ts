import { useRef } from "react";

/**
 * Rows do not change place under the player's thumb: the order of the first drawing stays while the page is open. What is
 * new comes last, what is gone leaves.
 */
export function useFrozenOrder<T>(rows: T[], keyOf: (row: T) => string | number): T[] {
  const order = useRef<(string | number)[]>([]);
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const known = order.current.filter((key) => byKey.has(key));
  const fresh = [...byKey.keys()].filter((key) => !known.includes(key));
  order.current = [...known, ...fresh];
  return order.current.flatMap((key) => byKey.get(key) ?? []);
}
