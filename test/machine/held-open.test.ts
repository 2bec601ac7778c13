import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createProcesses } from "../../backend/machine/processes.ts";

test("a file is held open while a process has it, whatever else processes hold", async () => {
  const { hold, isHeld, addFile } = setup();
  const save = addFile("Game.srm");
  const other = addFile("Other.srm");
  hold(10, "0", "/dev/null");
  hold(10, "1", "socket:[4711]");
  hold(10, "2", "/memfd:shm (deleted)");
  hold(10, "3", other);
  hold(11, "0", "pipe:[12]");
  expect(await isHeld(save)).toBe(false);
  hold(11, "4", save);
  expect(await isHeld(save)).toBe(true);
  expect(await Promise.all([isHeld(save), isHeld(other)])).toEqual([true, true]);
});

test("a look of the last second is believed where that is enough, and never where it is not asked for", async () => {
  const { hold, isHeld, addFile } = setup();
  const save = addFile("Game.srm");
  expect(await isHeld(save, 60_000)).toBe(false);
  hold(11, "4", save);
  expect(await isHeld(save, 60_000)).toBe(false);
  expect(await isHeld(save)).toBe(true);
  expect(await isHeld(save, 60_000)).toBe(true);
});

test("what this process reads itself is not held by a game", async () => {
  const { hold, isHeld, addFile } = setup();
  const [own, games] = [addFile("Own.srm"), addFile("Game.srm")];
  hold(process.pid, "20", own);
  hold(process.pid + 1, "20", games);
  expect(await Promise.all([isHeld(own), isHeld(games)])).toEqual([false, true]);
});

test("a process without a table of open files is passed over, a machine without processes is no answer", async () => {
  const { isHeld, addFile, procRoot } = setup();
  const save = addFile("Game.srm");
  mkdirSync(join(procRoot, "12"), { recursive: true });
  expect(await isHeld(save)).toBe(false);
  rmSync(procRoot, { recursive: true });
  await expect(isHeld(save)).rejects.toThrow("ENOENT");
});

function setup() {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-held-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const procRoot = join(folder, "proc");
  mkdirSync(procRoot);
  const processes = createProcesses({ procRoot, flatpakRoot: join(folder, "flatpak") });
  return {
    procRoot,
    addFile(name: string) {
      writeFileSync(join(folder, name), name);
      return join(folder, name);
    },
    hold(pid: number, descriptor: string, target: string) {
      mkdirSync(join(procRoot, `${pid}`, "fd"), { recursive: true });
      symlinkSync(target, join(procRoot, `${pid}`, "fd", descriptor));
    },
    isHeld(path: string, notOlderThanMs?: number) {
      const { dev, ino } = statSync(path, { bigint: true });
      return processes.isHeldOpen({ device: String(dev), inode: String(ino) }, notOlderThanMs);
    },
  };
}
