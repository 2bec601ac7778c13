import type { BindingsPreview, PreviewError, PreviewLine } from "../contract/saves/preview.ts";
import type { RegisterError, ShortcutBinding } from "../contract/saves/shortcut.ts";
import type { AccountState, RomIdentity, SavepointState } from "../core/state.ts";
import type { AppId, Outcome, RomId, UnitId } from "../core/vocabulary.ts";
import type { ServerSession } from "../ports/session.ts";
import { createGate, type Gate } from "../work/gate.ts";
import { toProblem } from "../work/problems.ts";
import { forEachLimited } from "../work/queues.ts";
import { startReport } from "../work/reports.ts";
import { refusalsOf } from "./check-places.ts";
import type { RegistryDeps } from "./registry.ts";
import { type Tie, tieAll, toTies } from "./ties.ts";

export interface PreviewDeps extends Pick<RegistryDeps, "store" | "places" | "clock" | "newId"> {
  session: () => ServerSession | null;
  /** What a scan has read already; others have to be asked for. */
  knownRoms: () => ReadonlyMap<RomId, RomIdentity>;
  previewUnits: (p: {
    session: ServerSession;
    state: SavepointState;
    unitIds: UnitId[];
    signal: AbortSignal;
  }) => Promise<PreviewLine[]>;
}

type Previewed = Outcome<BindingsPreview, PreviewError>;

/** RomM is asked about at most this many roms at a time. */
const connections = 4;

/** What registering some shortcuts would lead to. The registry is only thought of as if they stood in it. */
export function createPreviews(deps: PreviewDeps) {
  const gates = new Set<Gate>();

  async function preview(
    session: ServerSession,
    bindings: ShortcutBinding[],
    gate: Gate,
  ): Promise<Previewed> {
    const { signal } = gate;
    const report = startReport(deps, true);
    const state = deps.store.current();
    const account = state.accounts[session.accountId];
    if (!account) return { ok: false, error: { kind: "signed-out" } };
    const roms = await findRoms(deps, session, { account, bindings, signal });
    if (signal.aborted) return { ok: true, value: cancelled(deps) };
    const ties = toTies(account, bindings, deps.newId);
    const refusals = await refusalsOf(deps.places, account, ties);
    const wanted = ties.map((tie, index) => ({ tie, refusal: refusals[index] ?? unknownRom(tie, roms) }));
    const tied = tieAll(account, ties, roms, deps.clock.now());
    const taken = wanted.filter(({ refusal }) => refusal === null).map(({ tie }) => tie.unitId);
    const lines = await deps.previewUnits({
      session,
      state: { ...state, accounts: { ...state.accounts, [session.accountId]: tied } },
      unitIds: [...new Set(taken)],
      signal,
    });
    const refused = wanted.flatMap(({ tie, refusal }) => (refusal ? [refusedLine(tie, refusal)] : []));
    const isCancelled = signal.aborted;
    return { ok: true, value: { ...report.end([], { isCancelled }), lines: [...lines, ...refused] } };
  }

  return {
    async preview(bindings: ShortcutBinding[]): Promise<Previewed> {
      const session = deps.session();
      if (!session) return { ok: false, error: { kind: "signed-out" } };
      const gate = createGate();
      gates.add(gate);
      try {
        return await preview(session, bindings, gate);
      } catch (error) {
        if (gate.signal.aborted) return { ok: true, value: cancelled(deps) };
        const problem = toProblem(error);
        if (problem === null || problem.kind === "state-read-only") throw error;
        return { ok: false, error: problem };
      } finally {
        gates.delete(gate);
      }
    },
    cancel(): void {
      for (const gate of gates) gate.abort();
    },
  };
}

function cancelled(deps: Pick<PreviewDeps, "clock">): BindingsPreview {
  return { ...startReport(deps, true).end([], { isCancelled: true }), lines: [] };
}

/** Of each rom what names it; one that RomM does not have is left out. */
async function findRoms(
  deps: PreviewDeps,
  { server }: ServerSession,
  p: { account: AccountState; bindings: ShortcutBinding[]; signal: AbortSignal },
): Promise<Map<RomId, RomIdentity>> {
  const registered = Object.values(p.account.units).map(({ rom }) => [rom.romId, rom] as const);
  const known = new Map([...deps.knownRoms(), ...registered]);
  const roms = new Map<RomId, RomIdentity>();
  const romIds = [...new Set(p.bindings.map(({ romId }) => romId))];
  const isStopped = () => p.signal.aborted;
  await forEachLimited(romIds, { limit: connections, isStopped }, async (romId) => {
    const rom = known.get(romId) ?? (await server.findRom({ romId }, p.signal));
    if (rom) roms.set(romId, rom);
  });
  return roms;
}

function unknownRom(
  { binding: { romId } }: Tie,
  roms: ReadonlyMap<RomId, RomIdentity>,
): RegisterError | null {
  return roms.has(romId) ? null : { kind: "unknown-rom", romId };
}

function refusedLine({ binding, slot }: Tie, refusal: RegisterError): PreviewLine {
  const appIds: AppId[] = [binding.appId];
  return {
    ...{ appIds, romId: binding.romId, name: binding.name, slot, decision: "skip", reason: "unsupported" },
    ...{ outcome: "skipped", direction: null, sizeBytes: 0, saveId: null, durationMs: 0, problem: null },
    ...{ would: "refused", refusal, local: null, remote: null, otherSlots: [] },
  };
}
