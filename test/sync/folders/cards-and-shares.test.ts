import { rename, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeForeign } from "../../world/disk/foreign-disk.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import {
  firstSave,
  folderOf,
  readAll,
  removeAll,
  rootOf,
  type ShapeName,
  shapes,
  writeAll,
} from "./folder-decks.ts";

/* B keeps its saves on a card or a share: the disk port behaves so, since no test may mount one. */

const names = Object.keys(shapes) as ShapeName[];
const everywhere = (["fat", "network"] as const).flatMap((kind) =>
  names.map((name) => [kind, name] as const),
);

async function setupForeign(kind: "fat" | "network", name: ShapeName) {
  const world = await setupWorld();
  const a = await world.deck("A", { save: shapes[name] });
  const b = await world.deck("B", { save: shapes[name] });
  const [onA, onB] = [firstSave[name]("A"), firstSave[name]("B")];
  const root = rootOf(onA);
  makeForeign(b.disk, join(folderOf(b), root), kind);
  await writeAll(a, onA);
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  return { world, a, b, onA, onB, root };
}

const sorted = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));

const played = (files: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replace(/^session 1$/m, "session 2")]),
  );

describe.each(everywhere)("on %s, %s", (kind, name) => {
  test("goes there and back, byte for byte, and nothing of ours stays beside it", async () => {
    const { a, b, onA, onB, root } = await setupForeign(kind, name);
    expect(await readAll(b, root)).toEqual(sorted(onB));
    await writeAll(b, played(onB));
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readAll(a, root)).toEqual(sorted(played(onA)));
    await writeAll(a, onA);
    await a.sync();
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await readAll(b, root)).toEqual(sorted(onB));
    for (const deck of [b, a]) expect(await deck.sync()).toMatchObject({ decision: "keep" });
  });
});

describe("on a card", () => {
  const name = "a folder set by disc id, as of PPSSPP";
  test("what is written within the same two seconds, with its size as it was, is not missed", async () => {
    const { a, b, onB } = await setupForeign("fat", name);
    await pinTimes(b, Object.keys(onB));
    expect(await b.sync()).toMatchObject({ decision: "keep" });
    await writeAll(b, played(onB));
    await pinTimes(b, Object.keys(onB));
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await a.sync()).toMatchObject({ decision: "download" });
  });

  test("a folder that comes back in another case is no folder that is gone: nothing of it is done away with elsewhere", async () => {
    const { a, b, onA, root } = await setupForeign("fat", name);
    const saves = join(folderOf(b), "PSP/SAVEDATA");
    await rename(join(saves, "ULUS10041S0"), join(saves, "ulus10041s0"));
    expect(await b.sync()).toMatchObject({ outcome: "done" });
    await a.sync();
    const found = Object.entries(await readAll(a, root));
    const folded = found.map(([path, text]) => [path.replace(/ulus10041s0/i, "ULUS10041S0"), text]);
    expect(sorted(Object.fromEntries(folded))).toEqual(sorted(onA));
  });

  test("a whole save that a game did away with comes back, as on any disk", async () => {
    const { b, onB, root } = await setupForeign("fat", name);
    await removeAll(b, "PSP/SAVEDATA/ULUS10041S0", "PSP/SAVEDATA/ULUS10041S1");
    expect(await b.sync()).toMatchObject({ decision: "download", reason: "restored" });
    expect(await readAll(b, root)).toEqual(sorted(onB));
  });
});

/** As two writings within one step of the card's clock leave them. */
async function pinTimes(deck: EngineDeck, files: string[]): Promise<void> {
  const at = new Date(1_700_000_000_000);
  for (const file of files.filter((one) => !one.endsWith("/")))
    await utimes(join(folderOf(deck), file), at, at);
}
