import type { Romm } from "../romm/server.ts";
import type { WorldTime } from "./time.ts";

/** Acts in RomM itself, as its web page or another client would: with the world's token unless told another. */
export function callerOf({ romm }: { romm: Romm }, token = romm.token) {
  const caller = romm.rules.authenticate(`Bearer ${token}`);
  if (!caller.ok) throw new Error("The token is not known.");
  return caller.value;
}

interface Place {
  romm: Romm;
  time: WorldTime;
  romId: number;
}

/** Another client's row in the slot, a minute later. */
export function uploadRow(world: Place, fileName: string, bytes: Uint8Array): void {
  world.time.advance(60_000);
  const upload = { romId: world.romId, slot: "autosave", fileName, bytes: Uint8Array.from(bytes) };
  const answer = world.romm.rules.saves.upload(callerOf(world), upload);
  if (!answer.ok) throw new Error("The row was refused.");
}

/** The web player saves over a row, a minute later. */
export function playInBrowser(world: Place, saveId: number, text: string): void {
  world.time.advance(60_000);
  const bytes = new TextEncoder().encode(text);
  const answer = world.romm.rules.saves.update(callerOf(world), saveId, { bytes });
  if (!answer.ok) throw new Error("The session was refused.");
}

/** The player shows a row to others, a minute later: it gets another date. */
export function makePublic(world: Place, saveId: number): void {
  world.time.advance(60_000);
  const answer = world.romm.rules.saves.setVisibility(callerOf(world), saveId, true);
  if (!answer.ok) throw new Error("The row was not made public.");
}
