import type { ServerSession } from "../../ports/session.ts";
import { createSleepWatch } from "../../work/sleep-watch.ts";
import type { TransferWatch } from "../../work/transfer-watch.ts";
import { createHashCache } from "../look/hash-cache.ts";
import type { Moves, Work } from "../look/record.ts";
import { proveRow } from "../move/stage-save.ts";
import { ownerOf, settleSwap } from "../move/swap.ts";
import type { UnitSyncParts } from "./act.ts";

const moves: Moves = { proveRow, settleExchange: (work, gate) => settleSwap(ownerOf(work), gate) };

interface WorkFor extends Pick<Work, "unitId" | "purpose" | "restraint"> {
  watch?: TransferWatch;
}

/**
 * Work on one unit, from its turn to its end. Within it a save that stands untouched is read once: every step asks
 * anew, and is answered from memory as long as the files' stamps are those that were read.
 */
export function newWork(
  { deps, postTimes, proofs }: Pick<UnitSyncParts, "deps" | "postTimes" | "proofs">,
  session: ServerSession,
  { unitId, purpose, watch, restraint }: WorkFor,
): Work {
  const { forget, ...hashing } = createHashCache(deps);
  const sleep = createSleepWatch(deps.clock);
  const beginRound = () => {
    sleep.begin();
    forget();
  };
  return {
    deps: { ...deps, ...hashing },
    session,
    unitId,
    postTimes,
    purpose,
    sleep,
    beginRound,
    moves,
    proofs: proofs.of(unitId),
    ...{ watch, restraint },
  };
}
