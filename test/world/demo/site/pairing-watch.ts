import * as v from "valibot";
import type { DeckDoor } from "../../steam/serve-decks.ts";

/** What a phone beside the Deck would show: the code, and RomM's own page that takes it. */
export interface ShownPairing {
  userCode: string;
  url: string;
}

const started = v.object({
  ok: v.literal(true),
  value: v.object({
    ok: v.literal(true),
    value: v.object({ userCode: v.string(), urlWithCode: v.string() }),
  }),
});

/** Overhears what the panel is told about a pairing; the calls pass as they are. */
export function watchPairing(door: DeckDoor): { door: DeckDoor; shown(): ShownPairing | null } {
  let pairing: ShownPairing | null = null;
  return {
    shown: () => pairing,
    door: {
      ...door,
      call: async (method, params) => {
        const answer = await door.call(method, params);
        if (method === "startPairing" && v.is(started, answer)) {
          const { userCode, urlWithCode } = answer.value.value;
          pairing = { userCode, url: urlWithCode };
        }
        if (["awaitPairing", "cancelPairing", "connect"].includes(method)) pairing = null;
        return answer;
      },
    },
  };
}
