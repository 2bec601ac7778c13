import * as v from "valibot";
import { expect, test } from "vitest";
import { recordEvents, setUpBridge, waitUntil } from "./set-up-bridge.ts";

test.concurrent("An answer comes back as a value, whatever it is.", async (context) => {
  const { loader } = await setUpBridge(context);
  for (const value of [null, false, 0, "", "…  \n", { list: [1, { deep: null }] }, []]) {
    expect(await loader.call("echo", value)).toEqual({ ok: true, value });
  }
});

test.concurrent("A refusal of the backend comes back as an error value; the bridge raises nothing.", async (context) => {
  const { loader } = await setUpBridge(context);
  const error = { code: "internal", message: "no" };
  expect(await loader.call("refuse", {})).toEqual({ ok: false, error });
});

test.concurrent("200 calls at once are under way together, and each gets its own answer.", async (context) => {
  const { loader } = await setUpBridge(context);
  const calls = Array.from({ length: 200 }, (_, index) =>
    loader.call("wait", { ms: 500 - (index % 20) * 25, word: `answer ${index}` }),
  );
  const answers = await Promise.all(calls);
  expect(answers).toEqual(answers.map((_, index) => ({ ok: true, value: `answer ${index}` })));
});

test.concurrent("An answer of 5 MB and one of 64 MB come back whole, and a small call does not wait for them.", async (context) => {
  const { loader } = await setUpBridge(context);
  const sizes = [5_000_000, 64_000_000];
  const [five, sixtyFour, small] = await Promise.all([
    ...sizes.map((bytes) => loader.call("grow", { bytes })),
    loader.call("echo", "small"),
  ]);
  expect(five).toEqual({ ok: true, value: "x".repeat(5_000_000) });
  expect(JSON.stringify(sixtyFour)).toHaveLength('{"ok":true,"value":""}'.length + 64_000_000);
  expect(small).toEqual({ ok: true, value: "small" });
});

test.concurrent("A call of 900 kB reaches the backend.", async (context) => {
  const { loader } = await setUpBridge(context);
  const params = { text: "ü".repeat(450_000) };
  expect(await loader.call("echo", params)).toEqual({ ok: true, value: params });
});

test.concurrent("Events reach the panel complete and in their order, before the answer that follows them.", async (context) => {
  const { loader } = await setUpBridge(context);
  const events = recordEvents(loader);
  const payloads = Array.from({ length: 500 }, (_, index) => ({ index }));
  await loader.call("emit", { event: "progress", payloads });
  expect(events).toEqual(payloads.map((payload) => ["progress", payload]));
});

test.concurrent("What is no message on stdout is passed over, and what the backend complains of is in the plugin's log.", async (context) => {
  const { loader, readLog } = await setUpBridge(context);
  const garbage = [
    "half a {",
    "",
    "5",
    "null",
    '"event"',
    "[]",
    '{"id":999,"result":1}',
    '{"id":{},"result":1}',
  ];
  for (const line of garbage)
    expect(await loader.call("babble", { line })).toEqual({ ok: true, value: null });
  await loader.call("complain", { text: "deprecated: everything\n" });
  expect(await loader.call("echo", 1)).toEqual({ ok: true, value: 1 });
  await waitUntil(() => readLog().includes("deprecated: everything"), 2_000);
});

test.concurrent("A megabyte of complaints blocks nobody.", async (context) => {
  const { loader } = await setUpBridge(context);
  expect(await loader.call("complain", { text: "x".repeat(1_000_000) })).toEqual({
    ok: true,
    value: 1_000_000,
  });
  expect(await loader.call("echo", 1)).toEqual({ ok: true, value: 1 });
});

test.concurrent("The loader's libraries and Python's and Node's switches do not reach the backend; Decky's words do.", async (context) => {
  const { loader, pluginFolder } = await setUpBridge(context, {
    env: {
      LD_LIBRARY_PATH: "/nowhere/of/the/loader",
      LD_PRELOAD: "",
      _PYI_ARCHIVE_FILE: "x",
      _MEIPASS2: "x",
      PYTHONUNBUFFERED: "1",
      NODE_OPTIONS: "--require=/nowhere/at/all.js",
      NODE_PATH: "/nowhere",
      SAVEPOINT_PROC_ROOT: "/a/proc",
    },
  });
  const environment = environmentIn(await loader.call("environment", {}));
  const dropped = /^(LD_|_PYI|_MEI|PYTHON|NODE_)/;
  expect(Object.keys(environment).filter((name) => dropped.test(name))).toEqual([]);
  expect(environment).toMatchObject({ SAVEPOINT_PROC_ROOT: "/a/proc", DECKY_PLUGIN_DIR: pluginFolder });
});

test.concurrent("The library path from before the loader comes back.", async (context) => {
  const env = { LD_LIBRARY_PATH: "/nowhere", LD_LIBRARY_PATH_ORIG: "/opt/of/the/player" };
  const { loader } = await setUpBridge(context, { env });
  const environment = environmentIn(await loader.call("environment", {}));
  expect(environment.LD_LIBRARY_PATH).toBe("/opt/of/the/player");
  expect(environment).not.toHaveProperty("LD_LIBRARY_PATH_ORIG");
});

function environmentIn(answer: unknown): Record<string, string> {
  return v.parse(v.object({ ok: v.literal(true), value: v.record(v.string(), v.string()) }), answer).value;
}
