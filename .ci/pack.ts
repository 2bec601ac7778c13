/// <reference path="./yazl.d.ts" />
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { listPluginFiles, type PluginFile, refuseIncomplete } from "./plugin-files.ts";
import { runtimeSha256, sha256OfFile } from "./runtime.ts";

/** The folder on the Deck, which keys the plugin's settings, data and logs: it never changes. */
const topFolder = "Savepoint";

/** A zip has no time zone; these are the local fields of the earliest time that it can hold. */
const everyTime = new Date(1980, 0, 1);

/**
 * Writes the zip as Decky installs it, whole or not at all. Equal files give equal bytes. Throws a sentence when
 * something is missing, or when the runtime is not the one that was weighed and tested.
 */
export async function packPlugin(
  repository: string,
  zipPath: string,
): Promise<{ sizeBytes: number; sha256: string }> {
  const files = listPluginFiles(repository);
  refuseIncomplete(files);
  await refuseOtherRuntime(files);
  await mkdir(dirname(zipPath), { recursive: true });
  const unfinished = `${zipPath}.unfinished`;
  try {
    await writeZip(files, unfinished);
    await rename(unfinished, zipPath);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return { sizeBytes: (await stat(zipPath)).size, sha256: await sha256OfFile(zipPath) };
}

async function refuseOtherRuntime(files: PluginFile[]): Promise<void> {
  for (const { source } of files.filter(({ target }) => target === "bin/node")) {
    const sha256 = await sha256OfFile(source);
    if (sha256 !== runtimeSha256) {
      throw new Error(`${source} is not the pinned runtime: its SHA-256 is ${sha256}, not ${runtimeSha256}.`);
    }
  }
}

async function writeZip(files: PluginFile[], path: string): Promise<void> {
  const zip = new ZipFile();
  const failed = new Promise<never>((_, reject) => zip.on("error", reject));
  for (const { source, target, mode } of files) {
    zip.addFile(source, `${topFolder}/${target}`, {
      mode: 0o100000 | mode,
      mtime: everyTime,
      forceDosTimestamp: true,
      compressionLevel: 6,
    });
  }
  zip.end();
  await Promise.race([pipeline(zip.outputStream, createWriteStream(path)), failed]);
}
