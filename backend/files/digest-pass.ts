import { createHash } from "node:crypto";
import type { Body } from "../core/save-formats/body.ts";
import type { ContentHash, Sha256 } from "../core/vocabulary.ts";
import { createBodyPass } from "./body-pass.ts";
import { borrowMd5Thread } from "./md5-thread.ts";

/** One pass over bytes: where they come from, where they also go, and what is wanted of them. */
export interface Pass {
  /** Fills from the start and answers how much; 0 at the end. */
  fill: (buffer: Uint8Array) => Promise<number>;
  /** Gets the same bytes in order, one call at a time; its memory is another's once it resolves. */
  write?: (bytes: Uint8Array) => Promise<void>;
  needsMd5: boolean;
  /** As far as known; it only decides how much memory and which threads are used. */
  expectedBytes: number;
  signal: AbortSignal;
}

export interface Digested {
  sha256: Sha256;
  /** `lost`: its thread ended early, and these bytes need another pass. */
  md5: ContentHash | "lost" | null;
  sizeBytes: number;
  body: Body;
}

/**
 * Hashes while the next bytes are read and the last ones written. Nothing of it is under way any more when it ends,
 * however it ends. Aborted: throws the signal's reason.
 */
export async function digestPass(pass: Pass): Promise<Digested> {
  const thread = pass.needsMd5 ? borrowMd5Thread(pass.expectedBytes) : null;
  const md5 = pass.needsMd5 && thread === null ? createHash("md5") : null;
  const slots = createSlots(pass.expectedBytes, { isShared: thread !== null });
  const sha256 = createHash("sha256");
  const body = createBodyPass(pass.expectedBytes);
  let sizeBytes = 0;
  let writing: Promise<void> = Promise.resolve();
  try {
    let slot = await slots.next();
    for (let count = await pass.fill(slot.bytes); count > 0; ) {
      pass.signal.throwIfAborted();
      const chunk = slot.bytes.subarray(0, count);
      if (pass.write) writing = writeAfter(writing, pass.write, chunk);
      slots.occupy(slot, Promise.all([writing, thread?.add(chunk)]));
      slot = await slots.next();
      // Nothing below throws before it is awaited.
      const filling = pass.fill(slot.bytes);
      sha256.update(chunk);
      md5?.update(chunk);
      body.add(chunk);
      sizeBytes += count;
      count = await filling;
    }
    pass.signal.throwIfAborted();
    await slots.allFree();
    const md5Text = thread ? ((await thread.digest()) ?? "lost") : (md5?.digest("hex") ?? null);
    const hash = sha256.digest("hex") as Sha256;
    return { sha256: hash, md5: md5Text as Digested["md5"], sizeBytes, body: body.end() };
  } finally {
    await slots.allSettled();
    thread?.giveBack();
  }
}

async function writeAfter(before: Promise<void>, write: NonNullable<Pass["write"]>, bytes: Uint8Array) {
  await before;
  await write(bytes);
}

/** Each read or write is a trip through the thread pool: smaller ones cost more of them, larger ones leave the cache. */
const slotBytes = 1024 * 1024;
const fewestBytes = 4096;
const slotCount = 3;

interface Slot {
  bytes: Uint8Array;
  readers: Promise<unknown>;
}

/** Three buffers in turn: one is filled, one hashed, one written. Made when first needed. */
function createSlots(expectedBytes: number, { isShared }: { isShared: boolean }) {
  const sizeBytes = Math.max(fewestBytes, Math.min(slotBytes, expectedBytes + 1));
  const slots: Slot[] = [];
  let turn = 0;
  return {
    /** The memory that has rested longest; waits for whoever still reads it, and throws what they threw. */
    async next(): Promise<Slot> {
      const slot = slots[turn] ?? makeSlot(sizeBytes, isShared);
      slots[turn] = slot;
      turn = (turn + 1) % slotCount;
      await slot.readers;
      return slot;
    },
    occupy(slot: Slot, readers: Promise<unknown>): void {
      slot.readers = readers;
      readers.catch(() => {
        // Thrown to whoever wants the memory next.
      });
    },
    allFree: () => Promise.all(slots.map(({ readers }) => readers)),
    allSettled: () => Promise.allSettled(slots.map(({ readers }) => readers)),
  };
}

function makeSlot(sizeBytes: number, isShared: boolean): Slot {
  const bytes = isShared ? new Uint8Array(new SharedArrayBuffer(sizeBytes)) : new Uint8Array(sizeBytes);
  return { bytes, readers: Promise.resolve() };
}
