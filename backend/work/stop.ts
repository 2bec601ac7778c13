/** Lets work pass, or stops all of it for a task that needs the state for itself. */
export interface Stop {
  /** Begins when nothing is stopped. Work must not pass a second time from within. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Runs the task when all work that passed has ended; later work waits for the task. Tasks come one by one. */
  stopFor<T>(task: () => Promise<T>): Promise<T>;
}

export function createStop(): Stop {
  const underWay = new Set<Promise<unknown>>();
  let lastTask: Promise<unknown> = Promise.resolve();
  let tasks = 0;

  return {
    async pass(work) {
      while (tasks > 0) await lastTask;
      const result = work();
      const ended = result.catch(() => undefined);
      underWay.add(ended);
      void ended.then(() => underWay.delete(ended));
      return await result;
    },
    stopFor(task) {
      tasks += 1;
      const result = lastTask.then(() => Promise.all(underWay)).then(task);
      lastTask = result
        .catch(() => undefined)
        .finally(() => {
          tasks -= 1;
        });
      return result;
    },
  };
}
