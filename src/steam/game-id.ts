/**
 * Steam's 32-bit app id out of what it hands to game actions: some versions give the app id itself, others the 64-bit
 * game id, which for a shortcut is `(appId << 32) | 0x02000000`. Null: neither.
 */
export function appIdFromGameId(id: unknown): number | null {
  if (typeof id !== "string" && typeof id !== "number") return null;
  if (!/^\d{1,20}$/.test(String(id))) return null;
  const number = BigInt(id);
  return Number(number < 2n ** 32n ? number : number >> 32n);
}

/** The 64-bit game id of a shortcut, as decimal text. */
export function gameIdFromAppId(appId: number): string {
  return String((BigInt(appId) << 32n) | 0x02000000n);
}
