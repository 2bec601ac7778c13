import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRomm } from "../world/romm/server.ts";
import { answerTo, setUpRealBackend } from "./set-up-real-backend.ts";

test.concurrent("The real backend survives garbage, half lines and unknown methods, and ends when stdin closes.", async (context) => {
  const { backend } = await setUpRealBackend(context);
  backend.write('{"id":1,\n', "\n", "[]\n", '{"id":2,"method":"toString"}\n', '{"id":3,"meth');
  backend.write('od":"getOverview","params":{}}\n');
  const told: unknown[] = [];
  // What has changed meanwhile is told in between.
  while (told.length < 2)
    told.push(...(await backend.read(1)).filter((one) => Object.hasOwn(Object(one), "id")));
  expect(told).toContainEqual({ id: 2, error: { code: "unknown-method", message: expect.any(String) } });
  const overview = { id: 3, result: expect.objectContaining({ contractVersion: 2, gated: [] }) };
  expect(told).toContainEqual(overview);
  backend.stdin.end('{"id":4,"method":"getOver');
  expect(await backend.exited).toBe(0);
});

test.concurrent("What the real backend said last is in its log when it has ended.", async (context) => {
  const { backend, folder } = await setUpRealBackend(context);
  backend.call(1, "getSettings");
  await answerTo(backend, 1); // It has the lock: before that, the end of stdin is the end of everything.
  backend.write(...Array.from({ length: 300 }, () => "[]\n"));
  backend.stdin.end();
  expect(await backend.exited).toBe(0);
  const log = await readFile(join(folder, "logs", "backend", "savepoint.txt"), "utf8");
  expect(log.match(/was no request/g)).toHaveLength(300);
  expect(log).toMatch(/The backend ends\. [^\n]*\n$/);
});

test.concurrent("The real backend answers with a list of 20,000 shortcuts, more than 5 MB, and then with less.", async (context) => {
  const { backend, folder } = await setUpRealBackend(context);
  const romm = await startRomm({ folder: join(folder, "romm") });
  context.onTestFinished(romm.stop);
  const { id: romId } = romm.addRom({ platform: "gb", fsName: "Anguna.gb" });
  backend.call(1, "connect", { origin: romm.origin, credentials: { kind: "token", token: romm.token } });
  expect((await answerTo(backend, 1)).result).toMatchObject({ ok: true });

  const bindings = Array.from({ length: 20_000 }, (_, index) => {
    const name = `Shortcut ${index} of a long name`;
    const path = join(folder, "saves", `save ${index}.srm`);
    return { appId: 0x80000000 + index, romId, name, save: { kind: "file", path, emulator: "retroarch" } };
  });
  backend.call(2, "registerShortcuts", { bindings });
  expect((await answerTo(backend, 2)).result).toMatchObject({ ok: true });
  backend.call(3, "listShortcuts", {});
  const { result } = await answerTo(backend, 3);
  expect(result).toHaveLength(20_000);
  expect(JSON.stringify(result).length).toBeGreaterThan(5_000_000);
  backend.call(4, "listConflicts", {});
  expect((await answerTo(backend, 4)).result).toEqual([]);
  backend.stdin.end();
  expect(await backend.exited).toBe(0);
});
