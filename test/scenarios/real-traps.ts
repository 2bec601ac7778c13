import type { Around } from "../world/romm/breakages/breakage.ts";
import { matchesRoute } from "../world/romm/faults.ts";

/** Requests of a route stand still here, before RomM acts on them or with its answer ready. */
export interface Trap {
  /** The first request is in it. */
  reached: Promise<void>;
  /** The client of a held request closed its connection. */
  closed: Promise<void>;
  /** Lets go what is held, and holds nothing more. */
  release(): void;
}

interface Hold extends Trap {
  route: string;
  when: "before" | "after";
  stand(closing: (listener: () => void) => void): Promise<void>;
}

export interface Traps {
  /** Stands between the server and its clients. */
  around: Around;
  set(route: string, when: "before" | "after"): Trap;
  releaseAll(): void;
}

export function createTraps(): Traps {
  let holds: Hold[] = [];
  return {
    async around(c, next) {
      const struck = holds.filter((hold) => matchesRoute(hold.route, c.req.method, c.req.path));
      const stand = async (when: Hold["when"]) => {
        for (const hold of struck.filter((one) => one.when === when)) {
          await hold.stand((listener) => void c.env.outgoing?.once("close", listener));
        }
      };
      await stand("before");
      await next();
      await stand("after");
    },
    set(route, when) {
      const hold = createHold(route, when, () => {
        holds = holds.filter((one) => one !== hold);
      });
      holds.push(hold);
      return hold;
    },
    releaseAll() {
      for (const hold of holds) hold.release();
    },
  };
}

function createHold(route: string, when: Hold["when"], drop: () => void): Hold {
  const reached = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  return {
    ...{ route, when, reached: reached.promise, closed: closed.promise },
    release() {
      drop();
      gate.resolve();
    },
    stand(closing) {
      closing(closed.resolve);
      reached.resolve();
      return gate.promise;
    },
  };
}
