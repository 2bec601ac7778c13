import type { AccountState } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { AccountId, AppId } from "../core/vocabulary.ts";
import type { SaveServer } from "../ports/save-server.ts";
import { type createEdits, orProblem, type Registered, refused } from "./edits.ts";
import { findRoms } from "./find-roms.ts";
import { followAll, type Move } from "./ties.ts";

export interface FollowDeps {
  session: () => { accountId: AccountId; server: Pick<SaveServer, "findRom"> } | null;
  edits: ReturnType<typeof createEdits>;
  whyPlayed: (account: AccountState, appId: AppId) => Promise<"running" | "starting" | null>;
}

/** Ties games to where they are in RomM now; one that cannot be refuses all. */
export async function follow({ session, edits, whyPlayed }: FollowDeps, moves: Move[]): Promise<Registered> {
  const signedIn = session();
  if (!signedIn) return refused({ kind: "signed-out" });

  async function whyNot(account: AccountState): Promise<Registered | null> {
    for (const { appId } of moves) {
      if (!unitOfApp(account, appId)) return refused({ kind: "unknown-shortcut", appId });
      const played = await whyPlayed(account, appId);
      if (played) return refused({ kind: played });
    }
    return null;
  }

  return await orProblem(async () => {
    const roms = await findRoms(signedIn.server, moves);
    if (!roms.ok) return roms;
    return await edits.inActive(async (accountId, account) => {
      if (accountId !== signedIn.accountId) return refused({ kind: "signed-out" });
      const refusal = await whyNot(account);
      if (refusal) return refusal;
      await edits.edit(accountId, (current) => followAll(current, moves, roms.value), {});
      return { ok: true, value: null };
    });
  });
}
