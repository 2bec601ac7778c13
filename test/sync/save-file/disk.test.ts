import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { FileError } from "../../../backend/machine/disk.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { setupWorld } from "../../world/engine/world.ts";

test("what cannot be kept is not replaced", async () => {
  const { b } = await setupNewer();
  const create = b.disk.create;
  b.disk.create = async (path, options) => {
    if (path.includes("/history/")) throw new FileError("no-space", path, "the disk is full");
    return await create(path, options);
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "no-space" } });
  expect(await b.save()).toBe("A1\n");
});

test("a link to a folder elsewhere is followed, and the save is replaced behind it", async () => {
  const { b } = await setupNewer();
  const folder = dirname(b.savePath);
  await mkdir(`${folder}-real`);
  await writeFile(`${folder}-real/Game.srm`, "A1\n");
  await rm(folder, { recursive: true });
  await symlink(`${folder}-real`, folder);
  await b.sync();
  expect(await b.save()).toBe("A1\nA2\n");
});

test("a full disk refuses a registration with a clear word, and the registry stays whole", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const before = a.state.store.current();
  a.disk.create = async (path) => {
    throw new FileError("no-space", path, "the disk is full");
  };
  const outcome = await a.api.clearRegistry({});
  expect(outcome).toEqual({ ok: false, error: { kind: "no-space" } });
  expect(a.state.store.current()).toEqual(before);
});
