import { decodeSave, type PlaySession } from "../emulator/sessions.ts";

/** The sessions of `played` that are in none of the saves. Bytes that are no whole save hold no session. */
export function findLostSessions(
  played: readonly PlaySession[],
  saves: readonly Uint8Array[],
): PlaySession[] {
  const found = new Set(saves.flatMap((bytes) => decodeSave(bytes) ?? []).map(({ id }) => id));
  return played.filter(({ id }) => !found.has(id));
}

/** As a reader says it: `A1 A2 B1`; `nothing` for an empty save. */
export function wordSessions(sessions: readonly PlaySession[]): string {
  return sessions.map(labelSession).join(" ") || "nothing";
}

/** `A1`: the first session that Deck A played in that line of play. */
export function labelSession({ deck, number }: PlaySession): string {
  return `${deck.toUpperCase()}${number}`;
}
