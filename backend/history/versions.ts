import type { SyncError, SyncLine, SyncReport } from "../contract/saves/sync.ts";
import type { Version, VersionList } from "../contract/saves/version.ts";
import type { AccountId, AppId, Outcome, SaveId, Sha256, Slot, UnitId } from "../core/vocabulary.ts";
import type { ContentRef } from "../ports/activity-log.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import { toSyncError } from "../work/problems.ts";
import { startReport } from "../work/reports.ts";
import { removeLabels } from "./stored/leave.ts";
import { toContent } from "./version-id.ts";
import { createVersionList, type OfGame, type VersionListDeps } from "./version-list.ts";

export interface VersionDeps extends VersionListDeps, Pick<SyncDeps, "clock" | "changed"> {
  /** Where the kept copies lie. */
  folder: string;
  engine: VersionListDeps["engine"] & {
    /** `isAnew`: a row as RomM holds it now. */
    play(p: PlayedVersion & { isAnew?: true }): Promise<SyncLine | null>;
    /** Copies a content to this device's kept copies. */
    keepRow(p: Omit<PlayedVersion, "slot">): Promise<Outcome<Sha256, SyncError>>;
  };
}

interface PlayedVersion {
  accountId: AccountId;
  unitId: UnitId;
  slot: Slot;
  content: ContentRef;
}

interface NamedVersion {
  appId: AppId;
  versionId: string;
}

/** What a game's save once was: to be seen, gone back to, and kept for good. Looking changes nothing. */
export function createVersions(deps: VersionDeps) {
  const { engine, retention } = deps;
  const { stored } = retention;
  const list = createVersionList(deps);

  async function ofGame<T>(
    appId: AppId,
    work: (game: OfGame) => Promise<Outcome<T, SyncError>>,
  ): Promise<Outcome<T, SyncError>> {
    const game = list.gameOf(appId);
    if (!game.ok) return game;
    return await orProblem(() => work(game.value));
  }

  async function relabel(game: OfGame, sha256: Sha256, isPinned: boolean): Promise<void> {
    for (const { file } of (await list.copiesOf(game)).filter((copy) => copy.sha256 === sha256)) {
      await stored.alone(file, async ({ label }) => {
        if (label === null) return false;
        const { isPinned: _before, ...rest } = label;
        await stored.relabel(file, isPinned ? { ...rest, isPinned: true } : rest);
        return true;
      });
    }
  }

  /** The content among the kept copies, where it has to be fetched or copied first too. */
  async function keep(game: OfGame, content: ContentRef): Promise<Outcome<Sha256, SyncError>> {
    const copies = await list.copiesOf(game);
    const isKept = content.kind === "copy" && copies.some(({ sha256 }) => sha256 === content.sha256);
    if (isKept) return { ok: true, value: content.sha256 };
    const { accountId } = game.active.session;
    return await engine.keepRow({ accountId, unitId: game.unit.unitId, content });
  }

  function play(appId: AppId, what: { content: ContentRef; isAnew?: true }) {
    return ofGame<SyncReport>(appId, async ({ active, unit }) => {
      const report = startReport(deps, false);
      const { accountId } = active.session;
      const line = await engine.play({ accountId, unitId: unit.unitId, slot: unit.slot, ...what });
      deps.changed("saves");
      if (line === null) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      if (line.outcome === "failed" && line.problem) return { ok: false, error: line.problem };
      return { ok: true, value: report.end([line], { isCancelled: false }) };
    });
  }

  return {
    list: ({ appId }: { appId: AppId }): Promise<Outcome<VersionList, SyncError>> =>
      ofGame(appId, async (game) => ({ ok: true, value: await list.read(game) })),

    /** Offline too where it is kept here. */
    restore: async ({ appId, versionId }: NamedVersion): Promise<Outcome<SyncReport, SyncError>> => {
      const content = toContent(versionId);
      return content ? await play(appId, { content }) : { ok: false, error: { kind: "unknown-version" } };
    },

    /** A row of any slot of the game, whoever may be writing over it. */
    adopt: ({ appId, saveId }: { appId: AppId; saveId: SaveId }): Promise<Outcome<SyncReport, SyncError>> =>
      play(appId, { content: { kind: "row", saveId }, isAnew: true }),

    pin: ({ appId, versionId, pinned }: NamedVersion & { pinned: boolean }) =>
      ofGame<Version>(appId, async (game) => {
        const found = await list.find(game, versionId);
        if (!found.ok) return found;
        const content = toContent(found.value.versionId);
        const kept: Outcome<Sha256, SyncError> =
          content === null ? { ok: false, error: { kind: "unknown-version" } } : await keep(game, content);
        if (!kept.ok) return kept;
        await relabel(game, kept.value, pinned);
        deps.changed("saves");
        return await list.find(game, versionId);
      }),

    /** Also the only copy: the panel has asked. RomM's rows stay. */
    forget: ({ appId, versionId }: NamedVersion) =>
      ofGame<null>(appId, async (game) => {
        const content = toContent(versionId);
        if (content?.kind !== "copy") return { ok: false, error: { kind: "unknown-version" } };
        const { sha256 } = content;
        const copies = (await list.copiesOf(game)).filter((copy) => copy.sha256 === sha256);
        if (copies.length === 0) return { ok: false, error: { kind: "unknown-version" } };
        const leaving = copies.map(({ file }) => file);
        await retention.order.alone(sha256, () =>
          removeLabels(retention.disk, deps.folder, { sha256, leaving }),
        );
        deps.changed("saves");
        return { ok: true, value: null };
      }),
  };
}

async function orProblem<T>(work: () => Promise<Outcome<T, SyncError>>): Promise<Outcome<T, SyncError>> {
  try {
    return await work();
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    return { ok: false, error: problem };
  }
}
