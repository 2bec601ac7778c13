import { expect, test } from "vitest";
import type { Scan, ShortcutMatch } from "../../backend/contract/saves/scan.ts";
import { createScanStore } from "../../src/stores/scan-store.ts";
import { match } from "./found/matches.ts";

function setupScan() {
  const whole: { scan: Scan | null } = { scan: scanOf([]) };
  const asked: string[] = [];
  const store = createScanStore({
    backend: {
      startScan: async () => {
        asked.push("start");
        return { scanId: "s1" };
      },
      cancelScan: async () => void asked.push("cancel"),
      getScan: async () => {
        asked.push("get");
        return whole.scan;
      },
    },
  });
  return { store, whole, asked, settle: () => new Promise((resolve) => setTimeout(resolve, 0)) };
}

function scanOf(matches: ShortcutMatch[], end: Scan["end"] = null): Scan {
  const counts = { done: matches.length, total: 3, romsDone: 0, romsTotal: null };
  return { scanId: "s1", phase: "matching", ...counts, end, matches, unreadable: [] };
}

const anguna = match(1, "Anguna");
const uCity = match(2, "uCity");

test("What a run tells is added to what is known", async () => {
  const { store, asked, settle } = setupScan();
  store.begin();
  await settle();
  store.note({ ...scanOf([anguna]), done: 1 });
  expect(store.read().scan?.matches).toEqual([anguna]);
  expect(asked).toEqual(["start", "get"]);
});

test("A lost event is noticed by the count, and the whole is read", async () => {
  const { store, whole, settle } = setupScan();
  store.begin();
  await settle();
  whole.scan = scanOf([anguna, uCity]);
  store.note({ ...scanOf([uCity]), done: 2 });
  await settle();
  expect(store.read().scan?.matches).toEqual([anguna, uCity]);
});

test("A run of somebody else, and one that nobody looks at any more, change nothing", async () => {
  const { store, asked, settle } = setupScan();
  store.begin();
  await settle();
  store.note({ ...scanOf([anguna]), scanId: "other", done: 1 });
  expect(store.read().scan?.matches).toEqual([]);
  store.forget();
  store.note({ ...scanOf([anguna]), done: 1 });
  store.refresh();
  await settle();
  expect(store.read().scan).toBe(null);
  expect(asked).toEqual(["start", "get", "cancel"]);
});

test("A backend that was started anew knows no run", async () => {
  const { store, whole, settle } = setupScan();
  store.begin();
  await settle();
  whole.scan = null;
  store.refresh();
  await settle();
  expect(store.read()).toEqual({ scan: null, trouble: null });
});
