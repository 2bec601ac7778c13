import { isAtLeast, type Profile } from "../../world/romm/rules/ground/traits.ts";
import type { Bench } from "./bench.ts";

/** One thing that RomM does, and how to see over plain HTTP that it does it. */
export interface Behaviour {
  /** Of the RomM contract. */
  section: string;
  law: string;
  /** The first release that does so. */
  since?: string;
  /** The first release that no longer does so. */
  until?: string;
  /** Only with this database. */
  profile?: Profile;
  /** Releases only, or the protocol's specification only. */
  edition?: "release" | "specification";
  /** Why it is not asked of a server that we do not own. */
  standInOnly?: string;
  /** Throws if the server does not behave so. */
  check(on: Bench): Promise<void>;
}

/** What kind of server is judged. */
export interface Kind {
  profile: Profile;
  version: string;
  isOurs: boolean;
}

/** Null: it applies. Otherwise why it is passed over. */
export function reasonToSkip(behaviour: Behaviour, { profile, version, isOurs }: Kind): string | null {
  const { since, until, edition, standInOnly } = behaviour;
  if (since !== undefined && !isAtLeast(version, since)) return `since ${since}`;
  if (until !== undefined && isAtLeast(version, until)) return `until ${until}`;
  if (behaviour.profile !== undefined && behaviour.profile !== profile) return `${behaviour.profile} only`;
  if (edition !== undefined && (edition === "specification") !== (version === "specification"))
    return `${edition} only`;
  return isOurs ? null : (standInOnly ?? null);
}

/** Reasons that several behaviours share. */
export const reasons = {
  admin: "needs an administrator's hand",
  tokens: "would make tokens and devices that the player never asked for",
  library: "needs other roms than the one given",
  status: "would change the player's play status",
  archive: "would write outside of the slots that the suite makes",
  sameSecond: "two requests cannot be forced into one second over a network",
  deduced: "deduced from reading; nothing may rely on it",
  large: "would send more than the server takes",
} as const;
