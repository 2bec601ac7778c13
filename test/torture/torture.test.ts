import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRomm } from "../world/romm/server.ts";
import { makeDeckFolders, startBackend } from "./backend-process.ts";
import { bindingOf, prepare, torture } from "./torture.ts";

test("a backend that is killed while it saves is found with what it acknowledged or was about to", async () => {
  const report = await torture({ rounds: 8, seed: 3 });
  expect(report.beforeRename + report.afterRename).toBeGreaterThanOrEqual(3);
  expect(report.acknowledged).toBeGreaterThan(8);
});

test("of two backends started at one moment one works, the other waits and then works, and no update is lost", async () => {
  const root = mkdtempSync(join(tmpdir(), "savepoint-two-"));
  const romm = await startRomm({ folder: join(root, "romm") });
  const folders = makeDeckFolders(join(root, "deck"));
  const standing = await prepare(romm, folders);
  const backends = [startBackend(folders), startBackend(folders)];
  try {
    const answered = [0, 0];
    const works = backends.map(async (backend, which) => {
      const numbers = [0, 1, 2, 3, 4].map((number) => 60 + which * 5 + number);
      await Promise.all(
        numbers.map(async (number) => {
          const outcome = await backend.api.registerShortcuts({ bindings: [bindingOf(folders, number)] });
          expect(outcome.ok).toBe(true);
          answered[which] = (answered[which] ?? 0) + 1;
        }),
      );
    });
    const first = await Promise.race(works.map((work, which) => work.then(() => which)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(answered[1 - first]).toBe(0);
    await backends[first]?.close();
    await works[1 - first];
    await backends[1 - first]?.close();
    const third = startBackend(folders);
    backends.push(third);
    const shortcuts = await third.api.listShortcuts({});
    expect(shortcuts).toHaveLength(standing.size + 10);
  } finally {
    await Promise.all(backends.map((backend) => backend.killHard()));
    await romm.stop();
    rmSync(root, { recursive: true, force: true });
  }
});
