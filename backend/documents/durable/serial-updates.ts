import { FileError } from "../../machine/disk.ts";

/** A value whose every visible state is durable. */
export interface SerialUpdates<T> {
  /** What was saved last. */
  current(): T;
  update(change: (value: T) => T): Promise<void>;
  /** When no update waits or is being saved. Never rejects. */
  settled(): Promise<void>;
}

interface Waiting<T> {
  change: (value: T) => T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Law: a change is built on what is durable, and seen only when it is durable itself. Changes that come while one is
 * being saved wait and are then saved together; a failed save fails exactly those, and the next build on the old value.
 */
export function createSerialUpdates<T>(first: T, save: (value: T) => Promise<void>): SerialUpdates<T> {
  let durable = first;
  let waiting: Waiting<T>[] = [];
  let running: Promise<void> | null = null;

  async function saveTogether(batch: Waiting<T>[]): Promise<void> {
    const { value, applied } = applyAll(durable, batch);
    try {
      if (value !== durable) await save(value);
    } catch (error) {
      // What is no fault of the disk is the fault of one change: the others must not fail with it.
      if (applied.length > 1 && !(error instanceof FileError))
        for (const one of applied) await saveTogether([one]);
      else for (const one of applied) one.reject(error);
      return;
    }
    durable = value;
    for (const one of applied) one.resolve();
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await saveTogether(batch);
    }
    running = null;
  }

  return {
    current: () => durable,
    update: (change) =>
      new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        running ??= Promise.resolve().then(drain);
      }),
    settled: async () => {
      while (running) await running;
    },
  };
}

/** A change that throws fails alone. */
function applyAll<T>(first: T, batch: Waiting<T>[]): { value: T; applied: Waiting<T>[] } {
  let value = first;
  const applied: Waiting<T>[] = [];
  for (const one of batch) {
    try {
      value = one.change(value);
      applied.push(one);
    } catch (error) {
      one.reject(error);
    }
  }
  return { value, applied };
}
