import { expect, test } from "vitest";
import { createServerDate } from "../../backend/history/server-date.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { dayMs } from "./copies.ts";
import { yearMs } from "./rounds.ts";

test("a date is believed while it moves with the server's, and not before a server told its own", () => {
  const time = createWorldTime();
  const [right, wrong] = [time.clock(), time.clock(-2 * dayMs)];
  const date = createServerDate(right);
  expect(date.isClockTrusted()).toBe(false);
  date.note(time.now() + dayMs / 2);
  expect(date.isClockTrusted()).toBe(true);
  time.advance(100 * dayMs);
  expect(date.isClockTrusted()).toBe(true);
  const off = createServerDate(wrong);
  off.note(time.now());
  expect(off.isClockTrusted()).toBe(false);
});

test("a date that jumps after the server told its own is not believed", () => {
  let jumpMs = 0;
  const date = createServerDate({ now: () => 1000 + jumpMs, monotonic: () => 0 });
  date.note(0);
  expect(date.isClockTrusted()).toBe(true);
  jumpMs = 15 * yearMs;
  expect(date.isClockTrusted()).toBe(false);
});
