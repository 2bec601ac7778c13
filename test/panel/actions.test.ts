import { expect, test } from "vitest";
import { createActions } from "../../src/stores/actions.ts";

const explain = (error: unknown) => (error instanceof Error ? `explained: ${error.message}` : "?");

test("An action is running until it ends, and leaves nothing when it worked", async () => {
  const actions = createActions(explain);
  let finish = (_: null) => {};
  const run = actions.run("sync", () => new Promise((resolve) => (finish = resolve)));
  expect(actions.read().get("sync")).toEqual({ kind: "running" });
  finish(null);
  await run;
  expect(actions.read().has("sync")).toBe(false);
});

test("A second press while an action runs starts nothing", async () => {
  const actions = createActions(explain);
  let starts = 0;
  const start = () =>
    actions.run("sync", async () => {
      starts += 1;
      return null;
    });
  await Promise.all([start(), start()]);
  expect(starts).toBe(1);
});

test("What went wrong is text for the player, whether answered or thrown", async () => {
  const actions = createActions(explain);
  await actions.run("a", async () => "no space");
  await actions.run("b", () => Promise.reject(new Error("boom")));
  expect(actions.read().get("a")).toEqual({ kind: "trouble", text: "no space" });
  expect(actions.read().get("b")).toEqual({ kind: "trouble", text: "explained: boom" });
});

test("A read trouble can be cleared, a running action cannot", async () => {
  const actions = createActions(explain);
  await actions.run("a", async () => "no space");
  actions.clear("a");
  expect(actions.read().size).toBe(0);
  actions.run("b", () => new Promise(() => {}));
  actions.clear("b");
  expect(actions.read().get("b")).toEqual({ kind: "running" });
});
