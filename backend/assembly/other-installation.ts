import { basename, dirname, join } from "node:path";
import type { AdoptError, OtherInstallation } from "../contract/other-installation.ts";
import type { SavepointState } from "../core/state.ts";
import type { Outcome } from "../core/vocabulary.ts";
import { readDocument } from "../documents/durable/read-document.ts";
import { createStateFormat } from "../documents/state-document.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import { acquireLock, LockAborted, lockNameOf } from "../machine/lock.ts";
import { toProblem } from "../work/problems.ts";
import { readFileChunks } from "../work/read-file-chunks.ts";

interface AdoptDeps {
  environment: Pick<Environment, "settingsFolder" | "runtimeFolder">;
  disk: Disk;
  state: OpenState;
  /** A new process, which finds what was copied. */
  restart: () => void;
}

/** A holder that lives has it for good; one that is just ending has let go by then. */
const lockPatienceMs = 2_000;

/** Small documents of the settings folder, which stay as they are where this installation has its own. */
const settingsFiles = ["settings.json", "credentials.json", "servers.json"];

/**
 * Decky keys our folders by the plugin folder's name. What an installation under another name has left beside them is
 * offered while this one knows nothing, and taken over by copy: there, everything stays as it is.
 */
export function createOtherInstallation(deps: AdoptDeps) {
  const { disk, environment } = deps;
  const isEmpty = () => Object.keys(deps.state.store.current().accounts).length === 0;
  let found: Promise<OtherInstallation | null> | null = null;

  /** The one that was saved last; null: none. */
  async function find(): Promise<OtherInstallation | null> {
    const ours = basename(environment.runtimeFolder);
    const names = (await disk.list(dirname(environment.runtimeFolder)).catch(orNone)) ?? [];
    const others = await Promise.all(names.filter((name) => name !== ours).map((name) => read(deps, name)));
    const known = others.filter((other) => other !== null);
    return known.sort((a, b) => b.savedAtMs - a.savedAtMs)[0] ?? null;
  }

  return {
    /** As it stood when it was first asked for; null: none, or this installation is in use. */
    async known(): Promise<OtherInstallation | null> {
      if (deps.state.health().kind !== "fresh" || !isEmpty()) return null;
      found ??= find();
      return await found;
    },

    async adopt(folder: string): Promise<Outcome<null, AdoptError>> {
      if (basename(folder) !== folder || (await read(deps, folder)) === null) return refused("not-there");
      const theirs = join(dirname(environment.runtimeFolder), folder);
      const lock = await acquireLock(lockNameOf((await disk.realPath(theirs)) ?? theirs), {
        signal: AbortSignal.timeout(lockPatienceMs),
      }).catch((error: unknown) => {
        if (error instanceof LockAborted) return null;
        throw error;
      });
      if (lock === null) return refused("in-use");
      try {
        if (!isEmpty()) return refused("not-empty");
        await copyAll(deps, folder);
        deps.restart();
        return { ok: true, value: null };
      } catch (error) {
        const problem = toProblem(error);
        if (problem?.kind === "no-space" || problem?.kind === "disk") return { ok: false, error: problem };
        throw error;
      } finally {
        await lock.release();
      }
    },
  };
}

/** A folder that is not ours may be closed to us. */
function orNone(error: unknown): null {
  if (error instanceof FileError) return null;
  throw error;
}

function refused(kind: "not-there" | "in-use" | "not-empty"): { ok: false; error: AdoptError } {
  return { ok: false, error: { kind } };
}

/** Null: no registry of ours with a game in it. */
async function read({ disk, environment }: AdoptDeps, folder: string): Promise<OtherInstallation | null> {
  try {
    const path = join(dirname(environment.runtimeFolder), folder, "state.json");
    const found = await readDocument(disk, path, createStateFormat());
    if (found.kind !== "valid") return null;
    const shortcutCount = countShortcuts(found.value.state);
    return shortcutCount === 0 ? null : { folder, savedAtMs: found.savedAtMs, shortcutCount };
  } catch (error) {
    return orNone(error);
  }
}

function countShortcuts({ accounts }: SavepointState): number {
  return Object.values(accounts).reduce((sum, one) => sum + Object.keys(one.shortcut_registry).length, 0);
}

/**
 * Until the registry is there, the next start offers all of it again. So backups, snapshots and the sign-in come after it:
 * without it they would pass for what is left of a lost one, and a start would begin a registry of its own with them.
 */
async function copyAll({ disk, environment }: AdoptDeps, folder: string): Promise<void> {
  const { runtimeFolder, settingsFolder } = environment;
  const theirData = join(dirname(runtimeFolder), folder);
  const theirSettings = join(dirname(settingsFolder), folder);
  await copyFolder(disk, join(theirData, "history"), join(runtimeFolder, "history"));
  for (const name of ["activity.jsonl.old", "activity.jsonl"]) {
    await copyFile(disk, join(theirData, name), join(runtimeFolder, name));
  }
  for (const name of ["state.json", "state.json.prev"]) {
    await copyFile(disk, join(theirData, name), join(runtimeFolder, name));
  }
  await copyFolder(disk, join(theirData, "snapshots"), join(runtimeFolder, "snapshots"));
  await disk.makeFolder(settingsFolder, { mode: 0o700 });
  for (const name of settingsFiles) {
    await copyFile(disk, join(theirSettings, name), join(settingsFolder, name));
  }
  for (const place of [settingsFolder, runtimeFolder]) await disk.syncFolder(place);
}

async function copyFolder(disk: Disk, from: string, to: string): Promise<void> {
  const names = await disk.list(from);
  if (names === null) return;
  await disk.makeFolder(to, { mode: 0o700 });
  for (const name of names) await copyFile(disk, join(from, name), join(to, name));
  await disk.syncFolder(to);
}

/** Whole or not at all; what stands there already stays. */
async function copyFile(disk: Disk, from: string, to: string): Promise<void> {
  const isThere = (await disk.stat(to)) !== null;
  if (isThere || (await disk.stat(from))?.kind !== "file") return;
  const temporary = `${to}.adopting`;
  await disk.remove(temporary);
  const file = await disk.create(temporary, { mode: 0o600 });
  try {
    for await (const chunk of readFileChunks(disk, from)) await file.write(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(temporary, to);
}
