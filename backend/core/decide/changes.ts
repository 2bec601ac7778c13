import { changeOf, viewSlot } from "./decide.ts";
import type { Observation } from "./observation.ts";

/**
 * What was seen of each side, in the words of the table. Without a proven baseline there is nothing since which it could
 * have changed: then it is there (`new`) or not.
 */
export interface Changes {
  local: "unchanged" | "modified" | "absent" | "new" | "unavailable";
  remote: "unchanged" | "modified" | "gone" | "behind" | "new" | "none" | "not-asked";
}

export function changesIn(observation: Observation): Changes {
  return { local: localChange(observation), remote: remoteChange(observation) };
}

function localChange({ local, baseline }: Observation): Changes["local"] {
  if (local.kind !== "present") return local.kind;
  return baseline?.isTrusted ? changeOf(local, baseline) : "new";
}

function remoteChange(observation: Observation): Changes["remote"] {
  const { baseline, remote } = observation;
  if (remote.kind === "assumed") return "not-asked";
  if (baseline?.isTrusted) return viewSlot(observation, remote.slotRows).change;
  return remote.slotRows.length === 0 ? "none" : "new";
}
