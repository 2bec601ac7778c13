import type { ProcessView } from "../../../backend/machine/processes.ts";
import { appId } from "./deck.ts";

/** The process under which Steam runs a shortcut's game. */
export function startedBySteam(command = "retroarch", id: number = appId): ProcessView {
  const reaper = "/home/deck/.local/share/Steam/ubuntu12_32/reaper";
  return { pid: 1, argv: [reaper, "SteamLaunch", `AppId=${id}`, "--", command] };
}
