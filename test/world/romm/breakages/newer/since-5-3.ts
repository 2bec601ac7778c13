import { type Breakage, rebody } from "../breakage.ts";

/** RomM 5.3. */
export const breakages53 = {
  "listing-takes-many-roms": { traits: { listsByRomIds: false } },
  "listing-ignored-many-roms": { traits: { listsByRomIds: true } },
  "slot-keeps-fifty": { traits: { slotCap: null } },
  "cleanup-breaks-ties-by-id": { traits: { prunesByIdToo: false } },
  "long-slot-is-422": { traits: { checksSlotLength: false } },
  "long-slot-was-500": { traits: { checksSlotLength: true } },
  "slot-screenshot-is-linked": { traits: { linksSlotScreenshots: false } },
  "negotiate-by-roms": rebody("POST /api/sync/negotiate", ({ rom_ids: _ignored, ...body }) => body),
} satisfies Record<string, Breakage>;
