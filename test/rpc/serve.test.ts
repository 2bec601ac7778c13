import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { settled, setUpBackend } from "./set-up-backend.ts";

test.concurrent("Two calls at once are answered when each is ready.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "wait", { ms: 300 });
  backend.call(2, "echo", "quick");
  expect(await backend.read(2)).toEqual([
    { id: 2, result: "quick" },
    { id: 1, result: 300 },
  ]);
});

test.concurrent("Garbage lines get no answer and stop nothing.", async (context) => {
  const backend = setUpBackend(context);
  const garbage = ["", "{", "null", "5", "[]", '"echo"', "{}", '{"id":{}}', "\u0000\ufffd"];
  backend.write(garbage.join("\n"), "\n");
  backend.call(2, "echo", "still here");
  expect(await backend.read(1)).toEqual([{ id: 2, result: "still here" }]);
});

test.concurrent("A line in halves is one call, though a letter is cut in two.", async (context) => {
  const backend = setUpBackend(context);
  const line = Buffer.from(`${JSON.stringify({ id: 1, method: "echo", params: "ü" })}\n`);
  const insideTheLetter = line.indexOf(0xc3) + 1;
  backend.stdin.write(line.subarray(0, insideTheLetter));
  await wait(200);
  backend.stdin.write(line.subarray(insideTheLetter));
  expect(await backend.read(1)).toEqual([{ id: 1, result: "ü" }]);
});

test.concurrent("A last half line is no call, and the end of stdin ends the process.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "grow", { bytes: 1 });
  await backend.read(1);
  backend.stdin.end('{"id":2,"method":"grow","params":{"bytes":1}}');
  expect(await backend.exited).toBe(0);
  expect(backend.notes().match(/grow/g)).toHaveLength(1);
});

test.concurrent("Only the API's own methods can be called.", async (context) => {
  const backend = setUpBackend(context);
  const names = ["toString", "constructor", "__proto__", "hasOwnProperty", "", "doesNotExist"];
  for (const [id, name] of names.entries()) backend.call(id, name);
  const error = { code: "unknown-method", message: expect.any(String) };
  expect(await backend.read(names.length)).toEqual(names.map((_, id) => ({ id, error })));
});

test.concurrent("A request without a method is answered: the bridge asks whether someone serves.", async (context) => {
  const backend = setUpBackend(context);
  backend.write('{"id": 0}\n');
  expect(await backend.read(1)).toEqual([{ id: 0, result: null }]);
  backend.stdin.end();
  await backend.exited;
  expect(backend.notes()).not.toContain("warn");
});

test.concurrent("What a method throws is in the log with its stack, and its text is not in the answer.", async (context) => {
  const backend = setUpBackend(context);
  const methods = ["fail", "failAtOnce", "turnInCircles"];
  for (const [id, method] of methods.entries()) backend.call(id, method);
  const answers = await backend.read(3);
  const error = { code: "internal", message: expect.any(String) };
  expect(answers).toHaveLength(3);
  for (const answer of answers) expect(answer).toEqual({ id: expect.any(Number), error });
  expect(JSON.stringify(answers)).not.toMatch(/secret|promise|circular/);
  backend.stdin.end();
  await backend.exited;
  expect(backend.notes()).toMatch(/the token is rmm_secret.*at .*fixtures\/backend\.ts/);
  expect(backend.notes()).toContain("thrown before the promise");
});

test.concurrent("A method without a result answers null.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "nothing");
  expect(await backend.read(1)).toEqual([{ id: 1, result: null }]);
});

test.concurrent("A line separator inside a text does not end the line.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "echo", "one\u2028two\u2029three\r");
  backend.call(2, "echo");
  expect(await backend.read(2)).toEqual([
    { id: 1, result: "one\u2028two\u2029three\r" },
    { id: 2, result: {} },
  ]);
});

test.concurrent("An answer of 5 MB comes whole, and a call beside it, too.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "grow", { bytes: 5_000_000 });
  backend.call(2, "echo", "small");
  const answers = await backend.read(2);
  expect(answers).toContainEqual({ id: 1, result: "x".repeat(5_000_000) });
  expect(answers).toContainEqual({ id: 2, result: "small" });
});

test.concurrent("While nobody reads, no further calls are taken; then all are answered.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(40, "echo");
  await backend.read(1);
  for (let id = 0; id < 40; id += 1) backend.call(id, "grow", { bytes: 5_000_000 });
  const taken = await settled(() => backend.notes().match(/grow/g)?.length ?? 0);
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(5);
  expect(await backend.read(40)).toHaveLength(40);
});

test.concurrent("Events go out before the answer that follows them.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "tellTwice", { what: "shortcuts" });
  expect(await backend.read(3)).toEqual([
    { event: "changed", payload: { what: "shortcuts" } },
    { event: "progress", payload: { done: 1 } },
    { id: 1, result: "told" },
  ]);
});

test.concurrent("A reader that went away is logged once and kills nobody; the end of stdin still ends the process.", async (context) => {
  const backend = setUpBackend(context);
  backend.call(1, "echo", 1);
  await backend.read(1);
  backend.stdout.destroy();
  for (let id = 2; id < 6; id += 1) backend.call(id, "grow", { bytes: 5_000_000 });
  await settled(() => backend.notes());
  expect(backend.notes().match(/reads no more/g)).toHaveLength(1);
  backend.stdin.end();
  expect(await backend.exited).toBe(0);
  expect(backend.notes()).toContain("ended");
});

test.concurrent("A method that is no text is answered, and is no method.", async (context) => {
  const backend = setUpBackend(context);
  const methods = [5, null, true, ["echo"], { echo: 1 }];
  for (const [id, method] of methods.entries()) backend.write(`${JSON.stringify({ id, method })}\n`);
  const error = { code: "unknown-method", message: expect.any(String) };
  expect(await backend.read(methods.length)).toEqual(methods.map((_, id) => ({ id, error })));
});

test.concurrent("Half of a letter in an answer is replaced, in values and in keys; what only looks like one stays.", async (context) => {
  const backend = setUpBackend(context);
  const texts = ["half \ud83d", "other half \udc00", "\\ud83d", "\\\\ud83d\ud83d", "whole \u{1f3ae}"];
  backend.call(1, "echo", { texts, "\udfff": 1 });
  expect(await backend.read(1)).toEqual([
    { id: 1, result: { texts: texts.map((text) => text.toWellFormed()), "\ufffd": 1 } },
  ]);
});
