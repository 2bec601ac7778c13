/**
 * A function of Steam's, found by its path from the global object and bound to its owner; null if any part of the path is
 * missing, as after an update of Steam. What it answers is unknown until decoded.
 */
export function steamFunction(...path: string[]): ((...args: unknown[]) => unknown) | null {
  let owner: unknown = null;
  let value: unknown = globalThis;
  for (const name of path) {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return null;
    owner = value;
    value = Reflect.get(value, name);
  }
  if (typeof value !== "function") return null;
  const found = value;
  return (...args) => Reflect.apply(found, owner, args);
}

/** Registers a listener with one of Steam's `RegisterFor…` functions; answers how to stop, which is safe to call always. */
export function registerWithSteam(path: string[], listener: (...args: unknown[]) => void): () => void {
  const registration = steamFunction(...path)?.(listener);
  if (typeof registration !== "object" || registration === null) return () => {};
  const unregister = Reflect.get(registration, "unregister");
  return typeof unregister === "function" ? () => Reflect.apply(unregister, registration, []) : () => {};
}
