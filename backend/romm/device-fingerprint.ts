import { createHash } from "node:crypto";

/**
 * The `hostname` by which RomM knows this device again: every Deck is called "steamdeck", and RomM merges devices of
 * one hostname and platform. A hash, so that the machine's id stays here. Null: not a machine id.
 */
export function deviceFingerprint(machineId: string): string | null {
  const id = machineId.trim().toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id) || /^0+$/.test(id)) return null;
  const hash = createHash("sha256").update(`savepoint device ${id}`).digest("hex");
  return `savepoint-${hash.slice(0, 32)}`;
}
