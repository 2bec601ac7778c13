/**
 * What comes from Steam, the bridge or the browser's storage is unknown until its shape is seen. The few shapes that the
 * panel reads need no library: the backend's would be 4 kB of what Steam loads at each start.
 */
export type Shape<T> = (value: unknown) => value is T;

export const isNumber: Shape<number> = (value) => typeof value === "number";
export const isText: Shape<string> = (value) => typeof value === "string";
export const isTruth: Shape<boolean> = (value) => typeof value === "boolean";
export const isAnything: Shape<unknown> = (_value): _value is unknown => true;

/** An object that has these properties; what else it has is its own affair. */
export function isLike<T extends object>(parts: { [Name in keyof T]: Shape<T[Name]> }): Shape<T> {
  return (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Shape<unknown>>(parts).every(([name, isRight]) => isRight(Reflect.get(value, name)));
}

export function isListOf<T>(isRight: Shape<T>): Shape<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(isRight);
}
