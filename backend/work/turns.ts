/** Works one after the other, in the order in which they came. */
export function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  let taken = 0;
  return {
    isTaken: () => taken > 0,
    async take<T>(work: () => Promise<T>): Promise<T> {
      taken += 1;
      const turn = last.then(work, work).finally(() => {
        taken -= 1;
      });
      last = turn.catch(() => {});
      return await turn;
    },
  };
}
