export type Lists<T, Key = string> = ReturnType<typeof createLists<T, Key>>;

/** Several values of one key, in the order in which they came. */
export function createLists<T, Key = string>() {
  const lists = new Map<Key, T[]>();
  return {
    add(key: Key, value: T): void {
      const list = lists.get(key);
      if (list) list.push(value);
      else lists.set(key, [value]);
    },
    get: (key: Key): T[] => lists.get(key) ?? [],
  };
}
