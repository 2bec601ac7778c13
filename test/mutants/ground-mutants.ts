import type { Mutant } from "./mutant.ts";

const whatCounts = (name: string) => ({ file: "test/sync/brake/what-counts.test.ts", name });
const leases = (name: string) => ({ file: "test/launch/leases.test.ts", name });
const account = (name: string) => ({ file: "test/sync/meanwhile/account.test.ts", name });
const broken = (name: string) => ({ file: "test/scenarios/one-broken-save.test.ts", name });
const reads = (name: string) => ({ file: "test/sync/read-counts.test.ts", name });

/** Launches and their leases, accounts that change meanwhile, one broken save, and readings. */
export const groundMutants: Mutant[] = [
  {
    name: "in the first hour every save counts as alarming",
    file: "backend/sync/brake/window.ts",
    text: "alarmedAtMs !== null && alarmedAtMs >= sinceMs",
    replacement: "(alarmedAtMs ?? -1) >= sinceMs",
    test: whatCounts("in a run"),
  },
  {
    name: "a late exit ends the next launch's lease",
    file: "backend/launch/leases.ts",
    text: "return isOfEarlier ? null : lease;",
    replacement: "return lease;",
    test: leases("leaves that launch's lease alone: nothing is put under the game that is about to run"),
  },
  {
    name: "an exit ends whatever lease stands when its process is gone",
    file: "backend/launch/leases.ts",
    text: "      if (lease === null || leases.get(unitId) !== lease) return;\n",
    replacement: "",
    test: leases("and where the launch came while the exit waited for the process to go"),
  },
  {
    name: "an exit's push waits for the next launch's lease",
    file: "backend/sync/unit/act.ts",
    text: 'work.purpose === "exit" && verdict.decision === "upload"',
    replacement: "false",
    test: leases("sends what its own game wrote, and the launch's own exit ends the lease"),
  },
  {
    name: "a cancelled launch leaves a lease",
    file: "backend/launch/before-launch.ts",
    text: 'if (verdict.kind === "ask" || check.isCancelled) return;',
    replacement: 'if (verdict.kind === "ask") return;',
    test: leases("during its check is answered at once, and nothing waits for a process"),
  },
  {
    name: "a launch that came to nothing refuses the player's answer",
    file: "backend/sync/look/fence.ts",
    text: 'return purpose === "launch" || purpose === "answer";',
    replacement: 'return purpose === "launch";',
    test: leases("also while the lease stands: it is refused only while a process is seen"),
  },
  {
    name: "a slow push holds up the sign-out",
    file: "backend/sync/engine.ts",
    text: "if (!patience.signal.aborted) units.giveUp();",
    replacement: "",
    test: account(
      "an exit's push that a slow network holds up gives way to the sign-out, and is found when signed in again",
    ),
  },
  {
    name: "one broken save ends the run",
    file: "backend/sync/runs/unit-work.ts",
    text: "if (error instanceof Aborted) throw error;",
    replacement: "throw error;",
    test: broken("20 are synced, one line says what is wrong, and its stack is in the log"),
  },
  {
    name: "one broken save darkens the overview",
    file: "backend/sync/status/status.ts",
    text: 'return { kind: "problem", detail: describe({ kind: "internal" }) };',
    replacement: "throw error;",
    test: broken("the panel opens, and says at which save it is"),
  },
  {
    name: "a catch-up that breaks never comes again",
    file: "backend/triggers/queue.ts",
    text: "afterDefect: backOff.longer",
    replacement: "afterDefect: () => null",
    test: broken("A run that breaks as a whole is caught up, too."),
  },
  {
    name: "every step reads the save anew",
    file: "backend/sync/look/hash-cache.ts",
    text: "if (known?.stamp === stamp) return known.hashed;",
    replacement: "",
    test: reads("is read twice by a launch pull: to be known, and to be kept"),
  },
  {
    name: "a save that was written to meanwhile is known by its old hash",
    file: "backend/sync/look/hash-cache.ts",
    text: "if (known?.stamp === stamp) return known.hashed;",
    replacement: "if (known) return known.hashed;",
    test: {
      file: "test/sync/meanwhile/written.test.ts",
      name: "after the old one was kept, when only the rename is left: it is not replaced either",
    },
  },
];
