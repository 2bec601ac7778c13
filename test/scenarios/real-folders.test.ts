import { watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { zipBytes } from "../files/zip-bytes.ts";
import { folderFiles, type RealWorld, setupRealWorld } from "./real-world.ts";

/** Many folders, so that their exchange takes long enough to be hit. */
const folderCount = 24;

/** Kills until so many found the exchange half-way, at most this often. */
const wantedMixes = 3;
const mostKills = 12;

/** What a game would find: each file's text, once. */
async function textsOf({ savePath }: RealWorld): Promise<string[]> {
  const folder = dirname(savePath);
  const names = (await readdir(folder)).filter((name) => name.startsWith("ULUS10041"));
  const paths = names.flatMap((name) => folderFiles.map((file) => join(folder, name, file)));
  const texts = await Promise.all(paths.map((path) => readFile(path, "latin1").catch(() => "(missing)")));
  return names.length === folderCount ? [...new Set(texts)] : [...new Set(texts), "(a folder is missing)"];
}

/** SIGKILL as soon as the first old folder was put aside. */
async function killInExchange(world: RealWorld): Promise<void> {
  const aside = Promise.withResolvers<void>();
  const watcher = watch(dirname(world.savePath), (_event, name) => {
    if (name?.endsWith(".old")) aside.resolve();
  });
  const sync = world.sync().catch(() => null);
  await Promise.race([aside.promise, sync]);
  await world.kill();
  watcher.close();
  await sync;
}

const archiveOf = (text: string) =>
  zipBytes(
    Array.from({ length: folderCount }, (_, at) =>
      folderFiles.map((file) => ({ name: `ULUS10041S${at}/${file}`, content: text })),
    ).flat(),
  );

test("scenario 13: killed by SIGKILL in the exchange of a folder set, the next launch, offline, finds one set and no mix", async (context) => {
  const world = await setupRealWorld(context, { folderCount });
  expect(await textsOf(world)).toEqual(["A1\n"]);
  let [mixes, text] = [0, "A1\n"];
  for (let kill = 0; kill < mostKills && mixes < wantedMixes; kill++) {
    const next = `${text}B${kill}\n`;
    world.server.post(archiveOf(next), "Game.zip");
    await killInExchange(world);
    if ((await textsOf(world)).length > 1) mixes += 1;
    await world.network.refuse();
    world.restart();
    await world.api().beforeLaunch({ launchId: `launch-${kill}`, appId: world.appId });
    expect([[text], [next]]).toContainEqual(await textsOf(world));
    await world.network.restore();
    await world.api().appExited({ appId: world.appId });
    await world.sync();
    expect(await textsOf(world)).toEqual([next]);
    text = next;
  }
  expect(mixes).toBeGreaterThan(0);
}, 120_000);
