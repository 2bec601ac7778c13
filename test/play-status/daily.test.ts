import { expect, test } from "vitest";
import { setupFakes } from "./fakes.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

test("nothing happens in the first minutes; then it runs once a day", async () => {
  const { clock, server, watch } = setupFakes();
  watch();
  await clock.advance(4 * minuteMs);
  expect(server.runs()).toBe(0);
  await clock.advance(minuteMs);
  expect(server.runs()).toBe(1);
  await clock.advance(23 * hourMs);
  expect(server.runs()).toBe(1);
  await clock.advance(2 * hourMs);
  expect(server.runs()).toBe(2);
});

test("a run of yesterday counts, whoever asked for it; one that lies ahead was another clock's", async () => {
  for (const [ageMs, runs] of [
    [20 * hourMs, 0],
    [25 * hourMs, 1],
    [-hourMs, 1],
  ] as const) {
    const { clock, server, watch, remember } = setupFakes();
    remember({ lastRunAtMs: clock.now() - ageMs, roms: {}, lastChanges: [] });
    watch();
    await clock.advance(5 * minuteMs);
    expect(server.runs(), `${ageMs / hourMs} hours`).toBe(runs);
  }
});

test("a run that failed is due again at the next look, half an hour later", async () => {
  const { clock, server, watch } = setupFakes();
  server.breaks("offline");
  watch();
  await clock.advance(5 * minuteMs);
  await clock.advance(29 * minuteMs);
  expect(server.runs()).toBe(1);
  await clock.advance(minuteMs);
  expect(server.runs()).toBe(2);
});

test("switched off or signed out, nothing is asked; switched on, it is at the next look", async () => {
  const { clock, server, watch, settings, session } = setupFakes();
  settings.isOn = false;
  watch();
  await clock.advance(hourMs);
  settings.isOn = true;
  session.isSignedIn = false;
  await clock.advance(hourMs);
  expect(server.runs()).toBe(0);
  session.isSignedIn = true;
  await clock.advance(hourMs);
  expect(server.runs()).toBe(1);
});

test("no look comes sooner than five minutes after the one before, and none after the end", async () => {
  const { clock, server, watch } = setupFakes();
  const end = watch();
  await clock.advance(24 * hourMs);
  expect(Math.min(...clock.waits)).toBeGreaterThanOrEqual(5 * minuteMs);
  end();
  await clock.advance(240 * hourMs);
  expect(server.runs()).toBe(1);
  expect(clock.pending()).toBe(0);
});

test("a registry that may not be changed: nothing is written to RomM that could not be remembered", async () => {
  const { playStatus, server, store } = setupFakes();
  store.isReadOnly = true;
  expect(await playStatus.run({ isDryRun: false })).toEqual({
    ok: false,
    error: { kind: "state-read-only" },
  });
  expect(server.written).toEqual([]);
});

test("a defect is no answer: it goes up to the caller, and the next run starts anew", async () => {
  const { playStatus, server } = setupFakes();
  server.breaks("defect");
  await expect(playStatus.run({ isDryRun: false })).rejects.toThrow("A defect.");
  server.breaks(null);
  expect(await playStatus.run({ isDryRun: false })).toMatchObject({ ok: true });
  expect(playStatus.overview().step).toBeNull();
});
