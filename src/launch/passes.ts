import type { Clock } from "../clock.ts";

/** One launch each that the gate lets by unchecked: its own. */
export interface Passes {
  grant(appId: number): void;
  /** True once per grant, and only soon after it. */
  use(appId: number): boolean;
}

const validMs = 10_000;

export function createPasses(clock: Clock): Passes {
  const grantedAtMs = new Map<number, number>();
  return {
    grant: (appId) => grantedAtMs.set(appId, clock.now()),
    use: (appId) => {
      const atMs = grantedAtMs.get(appId);
      grantedAtMs.delete(appId);
      return atMs !== undefined && clock.now() - atMs <= validMs;
    },
  };
}
