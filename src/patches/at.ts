/** What lies at the end of a path through Steam's objects, whatever stands on the way; undefined: the path ends before. */
export function at(start: unknown, ...path: string[]): unknown {
  let value = start;
  for (const name of path) value = value == null ? undefined : Reflect.get(Object(value), name);
  return value;
}
