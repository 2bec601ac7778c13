/** How the machine stands, as Steam tells it. */
export interface Conditions {
  /** It has a battery and no charger. */
  isOnBattery: boolean;
  /** Each byte costs the player something. */
  isMetered: boolean;
}

/**
 * What a save waits for that is too much to move by itself now: a charger, or a network that is not metered. A launch,
 * an exit and the player's own press wait for neither.
 */
export type WaitsFor = "charger" | "unmetered-network";
