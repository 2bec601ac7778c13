import { expect, test } from "vitest";
import type { AppId, RomId, SaveLocation } from "../../../backend/core/vocabulary.ts";
import { expectOk } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { readEntryNames } from "../../world/romm/content-hash.ts";

const app = 3_000_000_002 as AppId;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** RomM's name of the file or folder; what RomM calls it without what tells its format; what the emulator calls the save. */
const names: [fsName: string, inRomm: string, here: string][] = [
  ["Dr. Mario (USA)", "Dr. Mario (USA)", "Dr. Mario (USA)"],
  ["Super Mario Bros. Deluxe", "Super Mario Bros. Deluxe", "Super Mario Bros"],
  ["Final Fantasy VII (USA) (v1.1)", "Final Fantasy VII (USA) (v1.1)", "Final Fantasy VII (USA) (Disc 1)"],
  ["Golden Sun.gba.zip", "Golden Sun", "Golden Sun.gba"],
  ["x.tar.gz", "x", "x.tar"],
  ["Mega Man & Bass v1.2.sfc", "Mega Man & Bass v1.2", "Mega Man & Bass v1.2"],
  ["Vol. 2.GBA", "Vol. 2", "Vol. 2"],
];

async function setupNamed(fsName: string, place: (folder: string) => SaveLocation) {
  const world = await setupWorld();
  const content = fsName.includes(".gba") ? bytesOf("rom") : { "disc.cue": bytesOf("rom") };
  const { id } = world.romm.addRom({ platform: "gba", fsName, content });
  const deck = await world.deck("A");
  const folder = deck.savePath.replace(/\/[^/]*$/, "");
  const save = place(folder);
  const binding = { appId: app, romId: id as RomId, name: "Named", save };
  expectOk(await deck.api.registerShortcuts({ bindings: [binding] }));
  const sent = async () => {
    expectOk(await deck.api.syncShortcut({ appId: app }));
    const row = world.romm.rules.database.saves.find(({ rom_id }) => rom_id === id);
    if (!row) expect.fail("Nothing was sent.");
    const bytes = world.romm.rules.files.read(`${row.file_path}/${row.file_name}`) ?? new Uint8Array(0);
    return { name: row.file_name.replace(/ \[[\d_-]+\]/, ""), bytes };
  };
  return { world, deck, folder, sent };
}

test.each(names)("%s: one file goes up as %s, whatever it is called here", async (fsName, inRomm, here) => {
  const { deck, folder, sent } = await setupNamed(fsName, (at) => {
    return { kind: "file", path: `${at}/${here}.srm`, emulator: "retroarch" };
  });
  await deck.disk.append(`${folder}/${here}.srm`, bytesOf("A1\n"));
  expect((await sent()).name).toBe(`${inRomm}.srm`);
  expect(await deck.disk.list(folder)).toEqual([`${here}.srm`]);
});

test.each(names)("%s: a set goes up as %s, and so do its members", async (fsName, inRomm, here) => {
  const { deck, folder, sent } = await setupNamed(fsName, (at) => {
    return {
      kind: "files",
      folder: at,
      match: { stem: here, extensions: [".srm", ".rtc"] },
      emulator: "retroarch",
    };
  });
  for (const extension of [".srm", ".rtc"])
    await deck.disk.append(`${folder}/${here}${extension}`, bytesOf(`A1${extension}`));
  const { name, bytes } = await sent();
  expect(name).toBe(`${inRomm}.zip`);
  expect(readEntryNames(bytes)).toEqual([`${inRomm}.rtc`, `${inRomm}.srm`]);
});
