import { describe, expect, test } from "vitest";
import type { RomId } from "../../../backend/core/vocabulary.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId, expectOk } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { transfers } from "../transfers.ts";

const launch = { launchId: "launch-1", appId };

describe("scenario 5: RomM is wiped and scanned anew, and the ids of the roms are permuted", () => {
  const second = 3_000_000_002 as typeof appId;

  async function setupPermuted() {
    const world = await setupWorld();
    const other = world.romm.addRom({ platform: "gba", fsName: "Other.gba" }).id;
    const a = await world.deck("A");
    const path = `${a.savePath.slice(0, -"Game.srm".length)}Other.srm`;
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    const binding = { appId: second, romId: other as RomId, name: "Other", save };
    expectOk(await a.api.registerShortcuts({ bindings: [binding] }));
    await a.play("A1");
    await a.disk.append(path, new TextEncoder().encode("O1\n"));
    expectOk(await a.api.syncAll({}));
    const scanAnew = () => {
      const { admin } = world.romm.rules;
      for (const id of [world.romId, other]) admin.removeRom(id);
      admin.addRom({ platform: "gba", fsName: "Other.gba", id: world.romId });
      admin.addRom({ platform: "gba", fsName: "Game.gba", id: other });
      world.requests();
    };
    return { world, a, other, scanAnew };
  }

  test("nothing goes up or down, at a run, at a launch or at an exit; all are unlinked", async () => {
    const { world, a, scanAnew } = await setupPermuted();
    scanAnew();
    const { lines } = expectOk(await a.api.syncAll({}));
    expect(lines.map(({ decision, reason }) => `${decision} ${reason}`)).toEqual([
      "skip unlinked",
      "skip unlinked",
    ]);
    expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked" });
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ reason: "unlinked" });
    expect(transfers(world)).toEqual([]);
    expect(world.romm.rules.database.saves).toEqual([]);
    const statuses = (await a.api.listShortcuts({})).map(({ status }) => status.kind);
    expect(statuses).toEqual(["unlinked", "unlinked"]);
  });

  test("a save that was never sent is not sent to the rom that has the id now", async () => {
    const { world, a, scanAnew } = await setupPermuted();
    const fresh = world.romm.addRom({ platform: "gba", fsName: "Third.gba" }).id;
    const path = `${a.savePath.slice(0, -"Game.srm".length)}Third.srm`;
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    const third = 3_000_000_003 as typeof appId;
    expectOk(
      await a.api.registerShortcuts({
        bindings: [{ appId: third, romId: fresh as RomId, name: "Third", save }],
      }),
    );
    await a.disk.append(path, new TextEncoder().encode("T1\n"));
    scanAnew();
    world.romm.rules.admin.removeRom(fresh);
    world.romm.rules.admin.addRom({ platform: "gba", fsName: "Fourth.gba", id: fresh });
    const { lines } = expectOk(await a.api.syncShortcut({ appId: third }));
    expect(lines).toMatchObject([{ decision: "skip", reason: "unlinked" }]);
    expect(world.romm.rules.database.saves).toEqual([]);
  });

  test("rows that another library left under the rom's id are no saves of this game", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const upload = { romId: world.romId, slot: "autosave", fileName: "Other.srm" };
    const bytes = new TextEncoder().encode("OTHER\n");
    world.romm.rules.saves.upload(callerOf(world), { ...upload, bytes });
    const [row] = world.romm.rules.database.saves;
    if (!row) expect.fail("No row was made.");
    const moved = row.file_path.replace("/saves/gba/", "/saves/snes/");
    world.romm.rules.files.write(`${moved}/${row.file_name}`, bytes);
    row.file_path = moved;
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(await a.save()).toBeNull();
    await a.play("A1");
    expect(await a.exit()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(world.rows()).toEqual(["OTHER\n"]);
  });

  test("scanned into a platform folder of another name, the rows still are the game's own", async () => {
    const world = await setupWorld();
    const { id } = world.romm.addRom({ platform: "snes", fsSlug: "super-nintendo", fsName: "Named.sfc" });
    const a = await world.deck("A");
    const path = `${a.savePath.slice(0, -"Game.srm".length)}Named.srm`;
    const save = { kind: "file", path, emulator: "retroarch" } as const;
    const binding = { appId: second, romId: id as RomId, name: "Named", save };
    expectOk(await a.api.registerShortcuts({ bindings: [binding] }));
    await a.disk.append(path, new TextEncoder().encode("N1\n"));
    for (const decision of ["upload", "keep"]) {
      const { lines } = expectOk(await a.api.syncShortcut({ appId: second }));
      expect(lines).toMatchObject([{ decision, outcome: "done" }]);
    }
  });
});
