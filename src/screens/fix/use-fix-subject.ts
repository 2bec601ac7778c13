import type { RomCandidate } from "../../../backend/contract/saves/scan.ts";
import type { AppId } from "../../../backend/contract/words.ts";
import { useGames, useSavepoint } from "../../hooks/savepoint.ts";
import { registerError } from "../../words/words.ts";
import { useScan } from "../found/use-found.ts";

/** The game of Steam's that is tied to one of RomM's: one that was found and is not added yet, or one of the list. */
export interface FixSubject {
  name: string;
  /** RomM's games that are known to fit. */
  known: RomCandidate[];
  /** Null where it is in the list: there is nothing to leave out. */
  leaveOut: (() => Promise<string | null>) | null;
  /** Null: it is taken; else why not. */
  take(rom: RomCandidate): Promise<string | null>;
}

/** Null: not known yet, or neither. */
export function useFixSubject(appId: number): FixSubject | null {
  const { backend, found, overview } = useSavepoint();
  const match = useScan().scan?.matches.find(({ app }) => app.appId === appId);
  const shortcut = useGames()?.find((game) => game.appId === appId);
  if (shortcut !== undefined) {
    const take = async ({ romId }: RomCandidate) => {
      const changed = await backend.changeRom({ appId: shortcut.appId, romId });
      overview.refresh();
      return changed.ok ? null : registerError(changed.error);
    };
    return { name: shortcut.name, known: [], leaveOut: null, take };
  }
  if (match === undefined) return null;
  const choose = (rom: RomCandidate | null, candidates: Parameters<typeof found.choose>[1]["candidates"]) => {
    found.choose(appId as AppId, { rom, ...(candidates && { candidates }) });
    return null;
  };
  const { app } = match;
  return {
    name: app.name,
    known: match.candidates,
    leaveOut: async () => choose(null, []),
    take: async (rom) => {
      const asked = { appId: app.appId, launch: app.launch, romId: rom.romId };
      const places = await backend.proposePlaces(asked).catch(() => null);
      return choose(rom, places?.ok ? places.value : []);
    },
  };
}
