import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { borrowMd5Thread, type Md5Thread } from "../../backend/files/md5-thread.ts";

const large = 64 * 1024 * 1024;

test("the thread's MD5 is that of the bytes in their order, time after time", async () => {
  for (const texts of [["one", "two"], [], ["three"]]) {
    const thread = borrow();
    for (const text of texts) await thread.add(shared(text));
    expect(await thread.digest()).toBe(md5Of(texts.join("")));
    thread.giveBack();
  }
});

test("bytes that were added and never asked for do not spoil the next MD5", async () => {
  const left = borrow();
  void left.add(shared("left behind"));
  left.giveBack();
  const thread = borrow();
  void thread.add(shared("mine"));
  expect(await thread.digest()).toBe(md5Of("mine"));
  thread.giveBack();
});

test("the thread is lent to one at a time, and not for a few bytes", () => {
  expect(borrowMd5Thread(8192)).toBeNull();
  const thread = borrow();
  expect(borrowMd5Thread(large)).toBeNull();
  thread.giveBack();
  borrow().giveBack();
});

// The last one: after it, this process has no thread any more.
test("a thread that breaks answers null to all who wait, and is not tried again", async () => {
  const thread = borrow();
  await Promise.all([thread.add(5 as never), thread.add(shared("y"))]);
  expect(await thread.digest()).toBeNull();
  thread.giveBack();
  expect(borrowMd5Thread(large)).toBeNull();
});

function borrow(): Md5Thread {
  const thread = borrowMd5Thread(large);
  if (thread === null) throw new Error("The thread is not to be had.");
  return thread;
}

function shared(text: string): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(text.length));
  bytes.set(Buffer.from(text));
  return bytes;
}

function md5Of(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
