import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createProcesses } from "../../backend/machine/processes.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";

async function setupRoots() {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-processes-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const roots = { procRoot: join(folder, "proc"), flatpakRoot: join(folder, "flatpak") };
  const addProcess = async (pid: number, ...argv: string[]) => {
    await mkdir(join(roots.procRoot, String(pid)), { recursive: true });
    await writeFile(join(roots.procRoot, String(pid), "cmdline"), argv.map((word) => `${word}\0`).join(""));
  };
  const addSandbox = async (id: string, files: Record<string, string>) => {
    await mkdir(join(roots.flatpakRoot, id), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(roots.flatpakRoot, id, name), text);
    }
  };
  return { ...roots, folder, processes: createProcesses(roots), addProcess, addSandbox };
}

const info = (name: string) =>
  `[Application]\nname=${name}\nruntime=runtime/org.kde.Platform/x86_64/6.6\n\n[Instance]\ninstance-id=7\nbranch=stable\n`;

test("A sandbox is told by its application, at the process that holds it.", async () => {
  const world = await setupRoots();
  await world.addProcess(10, "bwrap", "--args", "42", "--", "retroarch");
  await world.addProcess(11, "retroarch");
  await world.addSandbox("7", { info: info("org.libretro.RetroArch"), pid: "10" });
  expect((await world.processes.list()).toSorted((a, b) => a.pid - b.pid)).toEqual([
    {
      pid: 10,
      argv: ["bwrap", "--args", "42", "--", "retroarch"],
      flatpak: "org.libretro.RetroArch",
    },
    { pid: 11, argv: ["retroarch"] },
  ]);
});

test("A command line is read whole, however long, and however many processes there are.", async () => {
  const world = await setupRoots();
  // Letters of two bytes, that lie across the ends of what is read at once.
  const lines = [1, 2047, 2048, 2049, 4096, 9000].map((length) => ["emulator", "é".repeat(length)]);
  for (const [at, line] of lines.entries()) await world.addProcess(10 + at, ...line);
  for (let pid = 100; pid < 200; pid += 1) await world.addProcess(pid, `program-${pid}`);
  const seen = (await world.processes.list()).toSorted((a, b) => a.pid - b.pid);
  expect(seen.slice(0, lines.length).map(({ argv }) => argv)).toEqual(lines);
  expect(seen.slice(lines.length).map(({ pid, argv }) => `${pid} ${argv}`)).toEqual(
    Array.from({ length: 100 }, (_, at) => `${100 + at} program-${100 + at}`),
  );
});

test("What an ended sandbox left behind, a runtime without application, and half a folder are none.", async () => {
  const world = await setupRoots();
  await world.addProcess(10, "bash");
  await world.addSandbox("1", { info: info("org.libretro.RetroArch"), pid: "9" });
  await world.addSandbox("2", { info: "[Runtime]\nname=org.kde.Sdk\n\n[Other]\nname=x\n", pid: "10" });
  await world.addSandbox("3", { info: info("org.ppsspp.PPSSPP") });
  await world.addSandbox("4", { pid: "10" });
  await world.addSandbox("5", { info: "[Application]\nruntime=x\n\n[Instance]\nname=x\n", pid: "10" });
  expect(await world.processes.list()).toEqual([{ pid: 10, argv: ["bash"] }]);
});

test("A holder is told by the file itself and not by its name; who does not show its files is passed over.", async () => {
  const world = await setupRoots();
  const [save, twin] = [join(world.folder, "Game.srm"), join(world.folder, "twin")];
  await writeFile(save, "A1");
  await writeFile(twin, "A1");
  await world.addProcess(10, "gamescope"); // Its fd folder is closed to us.
  await world.addProcess(11, "emulator");
  await mkdir(join(world.procRoot, "11/fd"));
  await symlink(join(world.folder, "elsewhere"), join(world.procRoot, "11/fd/3"));
  await rename(save, join(world.folder, "elsewhere"));
  const held = await createRealDisk().stat(join(world.folder, "elsewhere"));
  const other = await createRealDisk().stat(twin);
  expect(held && (await world.processes.isHeldOpen(held))).toBe(true);
  expect(other && (await world.processes.isHeldOpen(other))).toBe(false);
});

test("Without Flatpak there are processes all the same; without a process table there is no answer.", async () => {
  const world = await setupRoots();
  await expect(world.processes.list()).rejects.toThrow(/ENOENT/);
  await world.addProcess(10, "bash");
  expect(await world.processes.list()).toEqual([{ pid: 10, argv: ["bash"] }]);
});
