import { expect } from "vitest";
import type { Playthrough } from "../../../backend/contract/saves/playthrough.ts";
import type { SyncError, SyncReport } from "../../../backend/contract/saves/sync.ts";
import type { Outcome, Slot } from "../../../backend/core/vocabulary.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import type { World } from "../../world/engine/world.ts";

export async function select(
  { api }: Pick<EngineDeck, "api">,
  slot: string,
  how: { startFresh?: boolean; fromVersion?: string } = {},
): Promise<Outcome<SyncReport, SyncError>> {
  return (await api.selectSlot({ appId, slot: slot as Slot, ...how })) as Outcome<SyncReport, SyncError>;
}

export async function playthroughs({ api }: Pick<EngineDeck, "api">): Promise<Playthrough[]> {
  return expectOk(await api.listSlots({ appId })).playthroughs;
}

/** Texts of RomM's rows by slot, oldest first. */
export function rowsBySlot(world: World): Record<string, string[]> {
  const caller = callerOf(world);
  const listed = world.romm.rules.saves.list(caller, { romId: world.romId });
  if (!listed.ok) return expect.fail("The listing was refused.");
  const slots: Record<string, string[]> = {};
  for (const row of [...listed.value].sort((a, b) => a.id - b.id)) {
    const content = world.romm.rules.saves.readContent(caller, row.id, {});
    const text = content.ok ? new TextDecoder().decode(content.value.bytes) : "(no content)";
    const slot = row.slot ?? "(none)";
    slots[slot] = [...(slots[slot] ?? []), text];
  }
  return slots;
}
