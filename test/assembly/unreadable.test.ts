import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import type { PartOfOurs } from "../../backend/contract/overview.ts";
import { FileError } from "../../backend/machine/disk.ts";
import { aMoment } from "../world/engine/a-moment.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/** One thing of ours at a time that the disk does not give: a folder where a file should be, or a file for a folder. */

const filesAndFolders: [part: PartOfOurs, path: string, kind: "file" | "folder"][] = [
  ["settings", "settings/settings.json", "file"],
  ["credentials", "settings/credentials.json", "file"],
  ["servers", "settings/servers.json", "file"],
  ["activity", "data/activity.jsonl", "file"],
  ["history", "data/history", "folder"],
  ["snapshots", "data/snapshots", "folder"],
];

for (const [part, path, kind] of filesAndFolders) {
  test(`Without ${path} the overview names it alone, and shows all the rest.`, async () => {
    const { deck } = await setUpWithout(path, kind);
    const overview = await deck.api.getOverview({});
    expect(overview.unreadable).toMatchObject([{ part, detail: expect.any(String) }]);
    expect(overview.registry.kind).toBe("current");
    expect(overview.gated).toEqual([appId]);
    expect(overview.connection.kind).toBe(part === "credentials" ? "signed-out" : "connected");
    const activity = await deck.api.listActivity({});
    if (part === "activity") expect(activity).toMatchObject({ ok: false, error: { kind: "disk" } });
    else expect(expectOk(activity)).not.toEqual([]);
  });
}

for (const [part, path, kind] of filesAndFolders.filter(
  ([name]) => !["credentials", "history"].includes(name),
)) {
  test(`Without ${path} saves follow the player as ever.`, async () => {
    const { world, deck } = await setUpWithout(path, kind);
    const b = await world.deck("B");
    await deck.play("A2");
    expect(await deck.sync(), part).toMatchObject({ outcome: "done", direction: "up" });
    expect(await b.sync()).toMatchObject({ outcome: "done", direction: "down" });
    await b.play("B1");
    await b.sync();
    expect(await deck.sync()).toMatchObject({ outcome: "done", direction: "down" });
    expect(await deck.save()).toBe("A1\nA2\nB1\n");
    expect(await deck.api.setTracking({ appId, tracked: false })).toMatchObject({ ok: true });
  });
}

test("While no copy can be kept nothing is replaced or sent; when it can, all goes on.", async () => {
  const { world, deck } = await setUpWithout("data/history", "folder");
  await deck.play("A2");
  expect(await deck.sync()).toMatchObject({ outcome: "failed", problem: { kind: "disk" } });
  expect(world.rows()).toEqual(["A1\n"]);
  await rm(join(world.folderOf("A"), "data/history"));
  expect(await deck.sync()).toMatchObject({ outcome: "done", direction: "up" });
  expect((await deck.api.getOverview({})).unreadable).toEqual([]);
});

test("Who signs in again after the credentials were lost is signed in, and nothing is named any more.", async () => {
  const { world, deck } = await setUpWithout("settings/credentials.json", "file");
  const credentials = { kind: "token" as const, token: world.romm.token };
  expect(await deck.api.connect({ origin: world.romm.origin, credentials })).toMatchObject({ ok: true });
  const overview = await deck.api.getOverview({});
  expect(overview.unreadable).toEqual([]);
  expect(overview.connection.kind).toBe("connected");
});

test.each(["history", "snapshots"])(
  "A scan without data/%s finds the games all the same, and names it.",
  async (part) => {
    const world = await setupWorld();
    const deck = await world.deck("A");
    const { list } = deck.disk;
    deck.disk.list = (path) =>
      path.endsWith(`/${part}`) ? Promise.reject(new FileError("denied", path, "EACCES")) : list(path);
    const launch = { exe: "/usr/bin/retroarch", startDir: "", options: "-L core.so /roms/gba/Game.gba" };
    await deck.api.startScan({ apps: [{ appId, name: "Game", launch }] });
    await vi.waitFor(async () => expect((await deck.api.getScan({}))?.end).toEqual({ kind: "done" }));
    const scan = await deck.api.getScan({});
    expect(scan?.unreadable).toMatchObject([{ path: expect.stringContaining(part) }]);
    expect(scan?.matches).toHaveLength(1);
  },
);

test("A part with a defect is named as one, logged with its stack, and leaves the others standing.", async () => {
  const world = await setupWorld();
  const deck = await world.deck("A");
  await aMoment(); // What its registration led to is read before.
  const { openRead } = deck.disk;
  deck.disk.openRead = async (path) => {
    if (path.endsWith("activity.jsonl")) throw new TypeError("a defect");
    return await openRead(path);
  };
  await expect(deck.api.listActivity({})).rejects.toThrow("a defect");
  const overview = await deck.api.getOverview({});
  expect(overview.unreadable).toMatchObject([{ part: "activity" }]);
  expect(overview.gated).toHaveLength(1);
  expect(deck.errors.join()).toContain("a defect");
});

/** Once all was well; then the place is taken, and the backend starts anew. */
async function setUpWithout(
  path: string,
  kind: "file" | "folder",
): Promise<{ world: World; deck: EngineDeck }> {
  const world = await setupWorld();
  const before = await world.deck("A");
  await before.play("A1");
  await before.sync();
  const place = join(world.folderOf("A"), path);
  await rm(place, { recursive: true, force: true });
  await rm(`${place}.prev`, { force: true });
  await mkdir(dirname(place), { recursive: true });
  if (kind === "file") await mkdir(place);
  else await writeFile(place, "");
  return { world, deck: await before.restart() };
}
