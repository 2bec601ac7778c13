import type { Right } from "../core/vocabulary.ts";
import type { Call, Calls } from "./wire/call.ts";

/** What a sign-in may do, where nobody told: RomM tells the rights of a user, not those of a token. */
export interface Rights {
  /** Asks for nothing that is there, so that nothing is read or changed. A right that cannot be seen is taken for given. */
  findMissing(signal: AbortSignal): Promise<Right[]>;
}

export function createRights(calls: Calls): Rights {
  return { findMissing: (signal) => findMissing(calls, signal) };
}

/** The greatest id that RomM's database can hold. */
const nobodysId = 2_147_483_647;
const noExtras = {
  with_char_index: false,
  with_filter_values: false,
  with_rom_id_index: false,
  with_total: false,
};

/** RomM's scope guard comes before the verb itself: 403 says the right is missing, any other answer that it is not. */
const questions: [Right, Pick<Call, "method" | "path" | "query" | "body">][] = [
  ["roms.read", { method: "GET", path: "/api/roms", query: { limit: 1, ...noExtras } }],
  ["roms.user.write", { method: "PUT", path: `/api/roms/${nobodysId}/props`, body: json({}) }],
  ["assets.read", { method: "GET", path: "/api/saves", query: { rom_id: nobodysId } }],
  ["assets.write", { method: "POST", path: "/api/saves/delete", body: json({ saves: [] }) }],
  ["devices.read", { method: "GET", path: "/api/devices/none" }],
  ["devices.write", { method: "PUT", path: "/api/devices/none", body: json({}) }],
];

async function findMissing(calls: Calls, signal: AbortSignal): Promise<Right[]> {
  const answers = questions.map(async ([right, question]) => {
    const call: Call = {
      ...{ task: "see what this sign-in may do", isRepeatable: true, alsoAnswers: [400, 403, 404, 422] },
      ...question,
    };
    const { status } = await calls.ask(call, signal);
    return status === 403 ? right : null;
  });
  return (await Promise.all(answers)).filter((right) => right !== null);
}

function json(value: unknown): NonNullable<Call["body"]> {
  return { kind: "json", value };
}
