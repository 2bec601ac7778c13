import { mkdtempSync, rmSync } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withUnit } from "../../backend/core/units.ts";
import { openStateStore } from "../../backend/documents/state-store.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { account, setupDeps, stateWith } from "../documents/setup.ts";
import { inTurn, type Line } from "./measure.ts";

const rounds = 21;
const budgetMs = 50;

/** Saving and loading `state.json` against writing and reading the same bytes with a plain fsync. */
export async function benchState(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of [100, 1000, 10_000]) lines.push(...(await benchCount(count)));
  return lines;
}

async function benchCount(count: number): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  try {
    const deps = setupDeps(createRealDisk());
    const { store } = await openStateStore(deps, { folder });
    await store.update(() => stateWith(Array.from({ length: count }, (_, number) => number)));
    const path = join(folder, "state.json");
    const bytes = await readFile(path);
    const name = `${count} shortcuts (${((await stat(path)).size / 1e6).toFixed(1)} MB)`;
    const unitIds = Object.values(store.current().accounts[account]?.units ?? {}).map((unit) => unit.unitId);
    let changes = 0;
    const saved = await inTurn(
      rounds,
      () => {
        changes += 7;
        const unitId = unitIds[changes % count];
        if (!unitId) throw new Error("There is no unit to change.");
        return store.update((state) =>
          withUnit(state, { accountId: account, unitId }, (unit) => ({
            ...unit,
            owed: { look: { sinceMs: changes } },
          })),
        );
      },
      () => writePlainly(join(folder, "plain"), bytes),
    );
    const loaded = await inTurn(
      rounds,
      () => openStateStore(deps, { folder }),
      () => readFile(join(folder, "plain")),
    );
    return [
      {
        what: `save after one change, ${name}`,
        ...saved,
        against: "write and fsync",
        budget: { words: `<= ${budgetMs} ms on top`, isKept: saved.ms - saved.againstMs <= budgetMs },
      },
      { what: `load and check, ${name}`, ...loaded, against: "read", budget: null },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writePlainly(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
}
