/** What one room has to say before the rooms that hear it exist: the assembly then reads top to bottom. */
export interface Told<Value> {
  tell(value: Value): void;
  on(listener: (value: Value) => void): void;
}

export function createTold<Value>(): Told<Value> {
  const listeners: ((value: Value) => void)[] = [];
  return {
    tell(value) {
      for (const listener of listeners) listener(value);
    },
    on: (listener) => void listeners.push(listener),
  };
}
