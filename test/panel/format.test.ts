import { expect, test } from "vitest";
import { createFormats } from "../../src/words/format.ts";

const now = Date.UTC(2025, 10, 21, 14, 3);
const minute = 60_000;
const hour = 60 * minute;
const setupFormats = (...languages: string[]) =>
  createFormats({ language: "en", justNow: "just now", languages, timeZone: "UTC" });
const formats = setupFormats("en-GB");

test.each([
  [0, "just now"],
  [59_000, "just now"],
  [minute, "1 minute ago"],
  [59 * minute, "59 minutes ago"],
  [26 * hour, "26 hours ago"],
  [50 * hour, "2 days ago"],
  [45 * 24 * hour, "45 days ago"],
  [800 * 24 * hour, "2 years ago"],
])("%i ms before is told as %s", (agoMs, text) => {
  expect(formats.ago(now - agoMs, now)).toBe(text);
});

test("A clock that is ahead is not hidden", () => {
  expect(formats.ago(now + 5 * minute, now)).toBe("in 5 minutes");
});

test.each([
  [now - 2 * hour, "Today 12:03"],
  [now - 15 * hour, "Yesterday 23:03"],
  [now - 48 * hour, "19 Nov 2025, 14:03"],
])("A moment has its day and its time", (atMs, text) => {
  expect(formats.moment(atMs, now)).toBe(text);
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [32_768, "32 KB"],
  [1_572_864, "1.5 MB"],
  [3 * 1024 ** 3, "3 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formats.size(bytes)).toBe(text);
});

test("The clock follows the player's region, the words stay one language", () => {
  const american = setupFormats("koreana", "de-DE", "en-US");
  expect(american.moment(now, now)).toBe("Today 2:03 PM");
  expect(setupFormats("de-DE").ago(now - minute, now)).toBe("1 minute ago");
});
