/**
 * One write at a time; of the values that wait meanwhile only the newest is written. Each caller's promise settles
 * with the write that carried its value or a newer one; a failed write fails its callers and nobody else.
 */
export function createNewestOnly<T>(write: (value: T) => Promise<void>): (value: T) => Promise<void> {
  let waiting: { value: T; done: Promise<void> } | null = null;
  let last = Promise.resolve();

  async function writeAfter(before: Promise<void>, turn: { value: T }): Promise<void> {
    await before;
    waiting = null;
    await write(turn.value);
  }

  return (value) => {
    if (waiting) {
      waiting.value = value;
      return waiting.done;
    }
    const turn = { value };
    const done = writeAfter(last, turn);
    waiting = Object.assign(turn, { done });
    last = done.catch(() => {});
    return done;
  };
}
