import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Scan } from "../../backend/contract/saves/scan.ts";
import type { SteamShortcut } from "../../backend/core/vocabulary.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { encodeShortcuts, type VdfTree } from "./vdf-bytes.ts";

/** A run to its end, as a player sees it. */
export async function scan({ api }: Pick<EngineDeck, "api">, apps?: SteamShortcut[]): Promise<Scan> {
  await api.startScan(apps ? { apps } : {});
  await expect.poll(async () => (await api.getScan({}))?.end ?? null, { timeout: 20_000 }).not.toBeNull();
  const found = await api.getScan({});
  if (!found) throw new Error("No run was started.");
  return found;
}

export function homeOf(deck: EngineDeck): string {
  return join(dirname(dirname(deck.savePath)), "home");
}

/** Writes the list of one Steam user; answers its path. */
export async function putShortcuts(deck: EngineDeck, entries: VdfTree[], steamUser = "77"): Promise<string> {
  const path = join(homeOf(deck), `.local/share/Steam/userdata/${steamUser}/config/shortcuts.vdf`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, encodeShortcuts(entries));
  return path;
}
