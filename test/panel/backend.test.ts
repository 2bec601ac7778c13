import { expect, test } from "vitest";
import { BackendError, type BridgeCall, createBackend } from "../../src/backend.ts";
import { createFakeClock, settle } from "./fake-clock.ts";
import { appId } from "./overviews.ts";

function setupBackend(call: BridgeCall) {
  const clock = createFakeClock();
  return { clock, backend: createBackend({ call, clock }) };
}

const never = () => new Promise<unknown>(() => {});
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error: unknown) => (error instanceof BackendError ? error.code : "another error"),
  );

test("A call goes through the bridge's one method, with its name and its parameters", async () => {
  const calls: unknown[] = [];
  const { backend } = setupBackend(async (...args) => {
    calls.push(args);
    return { ok: true, value: [] };
  });
  expect(await backend.listActivity({ limit: 3 })).toEqual([]);
  expect(calls).toEqual([["rpc", "listActivity", { limit: 3 }]]);
});

test("Nothing that is not in the contract can be called", () => {
  const { backend } = setupBackend(never);
  expect(Reflect.get(backend, "toString")).toBeUndefined();
  expect(Reflect.get(backend, "then")).toBeUndefined();
});

test("A call that outlives its patience is silent, which is not stopped", async () => {
  const { clock, backend } = setupBackend(never);
  const code = codeOf(backend.getOverview({}));
  await clock.advance(10_000);
  expect(await code).toBe("backend-silent");
});

test("Patience is not lost before its time", async () => {
  const { clock, backend } = setupBackend(never);
  let isOver = false;
  codeOf(backend.getOverview({})).then(() => {
    isOver = true;
  });
  await clock.advance(9_999);
  expect(isOver).toBe(false);
  await clock.advance(1);
  expect(isOver).toBe(true);
});

test("A run may take as long as it takes", async () => {
  const { clock, backend } = setupBackend(never);
  let isOver = false;
  for (const run of [
    backend.syncAll({}),
    backend.beforeLaunch({ launchId: "x", appId: appId(1) }),
    backend.appExited({ appId: appId(1) }),
    backend.resolveConflicts({ choices: [] }),
  ]) {
    codeOf(run).then(() => {
      isOver = true;
    });
  }
  await clock.advance(3_600_000);
  expect(isOver).toBe(false);
});

test.each([
  [
    "the bridge says that the backend is down",
    { ok: false, error: { code: "backend-stopped", message: "" } },
    "backend-stopped",
  ],
  ["the backend has a defect", { ok: false, error: { code: "internal", message: "boom" } }, "internal"],
  ["the bridge answers something else", "hello", "bridge-failed"],
])("When %s, the error says so", async (_, answer, code) => {
  const { backend } = setupBackend(async () => answer);
  expect(await codeOf(backend.getOverview({}))).toBe(code);
});

test("An error that Decky raises is the bridge's failure", async () => {
  const { backend } = setupBackend(() => Promise.reject(new Error("")));
  expect(await codeOf(backend.getOverview({}))).toBe("bridge-failed");
});

test("An answer without a value is an answer", async () => {
  const { backend } = setupBackend(async () => ({ ok: true }));
  expect(await codeOf(backend.disconnect({}))).toBe("answered");
  await settle();
});
