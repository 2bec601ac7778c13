import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { acquireLock, LockAborted, lockNameOf } from "../../backend/machine/lock.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

let names = 0;
const freshName = () => `${lockNameOf("/test")}-${process.pid}-${names++}`;

/** Another process that says "held" when it holds the lock, and keeps it until it dies. */
async function startHolder(name: string) {
  const code = `
    const { acquireLock } = await import(${JSON.stringify(new URL("../../backend/machine/lock.ts", import.meta.url).href)});
    await acquireLock(${JSON.stringify(name)});
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const held = once(createInterface(child.stdout), "line");
  return { child, held };
}

test("a second one waits and holds the lock as soon as the first releases it", async () => {
  const name = freshName();
  const first = await acquireLock(name);
  const order: string[] = [];
  const second = acquireLock(name).then((lock) => {
    order.push("second holds");
    return lock;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  order.push("first releases");
  await first.release();
  await (await second).release();
  expect(order).toEqual(["first releases", "second holds"]);
});

test("a killed holder frees the lock by dying", async () => {
  const name = freshName();
  const { child, held } = await startHolder(name);
  await held;
  let isHeld = false;
  const lock = acquireLock(name).then((acquired) => {
    isHeld = true;
    return acquired;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(isHeld).toBe(false);
  child.kill("SIGKILL");
  await (await lock).release();
});

test("of many that wait each gets its turn, never two at once", async () => {
  const name = freshName();
  let holders = 0;
  let turns = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const lock = await acquireLock(name);
      expect(++holders).toBe(1);
      turns++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      holders--;
      await lock.release();
    }),
  );
  expect(turns).toBe(8);
});

test("a wait ends with its signal, also one that fired before", async () => {
  const name = freshName();
  const lock = await acquireLock(name);
  const stop = new AbortController();
  const waiting = acquireLock(name, { signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await expect(waiting).rejects.toBeInstanceOf(LockAborted);
  await expect(acquireLock(name, { signal: stop.signal })).rejects.toBeInstanceOf(LockAborted);
  await lock.release();
});

test("a held lock keeps no process alive", async () => {
  const code = `
    const { acquireLock } = await import(${JSON.stringify(new URL("../../backend/machine/lock.ts", import.meta.url).href)});
    await acquireLock(${JSON.stringify(freshName())});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" });
  children.push(child);
  expect((await once(child, "exit"))[0]).toBe(0);
});

test("two folders have two locks, one folder has one", () => {
  expect(lockNameOf("/a")).toBe(lockNameOf("/a"));
  expect(lockNameOf("/a")).not.toBe(lockNameOf("/b"));
  expect(lockNameOf("/a").length).toBeLessThan(107);
});
