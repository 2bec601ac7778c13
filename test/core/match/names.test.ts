import { expect, test } from "vitest";
import {
  foldName,
  formatOf,
  saysNothing,
  stemOf,
  withoutDisc,
} from "../../../backend/core/match/fold-name.ts";
import { readGameName } from "../../../backend/core/match/game-name.ts";
import { likeness, readTitle } from "../../../backend/core/match/title.ts";

const alike: [law: string, one: string, other: string][] = [
  ["composed and decomposed accents", "Pok\u00e9mon", "Poke\u0301mon"],
  ["composed and decomposed kana", "ガンバ", "ガンバ".normalize("NFD")],
  ["full and half width", "ＦＦ３？", "FF3"],
  ["half-width kana", "ﾎﾟｹﾓﾝ", "ポケモン"],
  ["upper and lower case", "MARIO.Z64", "mario.z64"],
  ["underscores for spaces", "Vagrant_Story_(USA)", "Vagrant Story (USA)"],
  ["a curved apostrophe", "Link’s", "Link's"],
  ["a sign that a card does not take", "Where in the World?", "Where in the World"],
];
test.each(alike)("one name, written with %s", (_law, one, other) => {
  expect(foldName(one)).toBe(foldName(other));
});

test.each([
  ["Game (USA).sfc", "Game (USA)", ".sfc"],
  ["Halo.xiso.iso", "Halo", ".iso"],
  ["Celeste.p8.png", "Celeste", ".png"],
  ["Game Vol. 2", "Game Vol. 2", ""],
  ["Game v1.0", "Game v1.0", ""],
  ["Mr. Driller", "Mr. Driller", ""],
  [".hidden", ".hidden", ""],
])("%s is %s in the format '%s'", (name, stem, format) => {
  expect([stemOf(name), formatOf(name)]).toEqual([stem, format]);
});

test.each(["EBOOT.BIN", "title.tmd", "default.xex", "disc1.gdi", "Track 01.bin", "game.iso", "01.bin"])(
  "%s says nothing about the game",
  (name) => expect(saysNothing(name)).toBe(true),
);
test.each(["Discworld.chd", "Gamera.nes", "1942.zip", "Data East.zip", "Track & Field.nes"])(
  "%s does say something",
  (name) => expect(saysNothing(name)).toBe(false),
);

test.each([
  ["Game (USA) (Disc 1)", "Game (USA)"],
  ["Game (1991)(Maker)(Disk 1 of 4)[a]", "Game (1991)(Maker)[a]"],
  ["Game (USA)", null],
])("%s without its disc is %s", (stem, whole) => {
  expect(withoutDisc(stem)).toBe(whole);
});

type Read = ReturnType<typeof readGameName>;
const read: [name: string, part: Partial<Omit<Read, "regions">> & { regions?: string[] }][] = [
  [
    "Super Metroid (Japan, USA) (En,Ja).sfc",
    { title: "Super Metroid", regions: ["jp", "us"], variant: "plain" },
  ],
  ["Banjo-Kazooie (U) (V1.1) [!].z64", { title: "Banjo-Kazooie", regions: ["us"], revision: "1.1" }],
  ["Sonic 3 (JUE) [!].bin", { title: "Sonic 3", regions: ["eu", "jp", "us"] }],
  ["Phantasy Star (USA) (Rev A).sms", { revision: "a" }],
  ["Game (USA) (Rev 0).gb", { revision: "" }],
  [
    "Lemmings (1991)(Psygnosis)(Disk 1 of 2)[a].adf",
    { title: "Lemmings", disc: 1, remarks: ["1991", "psygnosis", "a"] },
  ],
  ["Final Fantasy VII - Disc 2.chd", { title: "Final Fantasy VII", disc: 2 }],
  ["Game (Europe) (En,Fr,De).nds", { regions: ["eu"] }],
  ["Mother 3 (Japan) [T-En by Tomato v1.3].gba", { variant: "translation", regions: ["jp"] }],
  ["Seiken Densetsu 3 (Japan) [T+Eng1.01_Corlett].smc", { variant: "translation" }],
  ["Super Mario World (USA) [Hack by FuSoYa].smc", { variant: "hack", title: "Super Mario World" }],
  ["Legend of Zelda, The (USA) (Randomizer).nes", { variant: "hack" }],
  ["Silent Hill (USA) (Demo).chd", { variant: "trial" }],
  ["SLUS_209.64.Shadow of the Colossus.iso", { title: "Shadow of the Colossus" }],
  ["0434 - New Super Mario Bros. (E)(WRG).nds", { title: "New Super Mario Bros.", regions: ["eu"] }],
  ["BLUS30443-[Demon's Souls]", { title: "Demon's Souls" }],
];
test.each(read)("%s is read as %j", (name, { regions, ...part }) => {
  const found = readGameName(name, !/\.\w+$/.test(name));
  expect(found).toMatchObject(part);
  if (regions) expect([...found.regions].sort()).toEqual(regions);
});

test.each([
  ["Legend of Zelda, The - A Link to the Past", "The Legend of Zelda: A Link to the Past"],
  ["Final Fantasy VI", "Final Fantasy 6"],
  ["Pokémon FireRed", "Pokemon - Fire Red Version"],
  ["Mega Man X", "Mega Man 10"],
  ["Sonic 2", "Sonic The Hedgehog 2"],
  ["Zelda Ocarina of Time", "Legend of Zelda, The - Ocarina of Time"],
  ["Phantasy Star 4 - The End of the Millennium", "Phantasy Star IV"],
  ["Circle of the Moon", "Castlevania - Circle of the Moon"],
])("%s may be %s", (one, other) => {
  expect(likeness(readTitle(one), readTitle(other))).toBeGreaterThan(0);
  expect(likeness(readTitle(other), readTitle(one))).toBe(likeness(readTitle(one), readTitle(other)));
});

test.each([
  ["Mega Man 2", "Mega Man 3"],
  ["Mega Man", "Mega Man Soccer"],
  ["Star Force", "Super Star Force"],
  ["Metal Gear Solid", "Metal Gear Solid - VR Missions"],
  ["Pocket Monsters - White 2", "Pocket Monsters - Black 2"],
  ["2 Games in 1 - Dr. Mario", "2 Games in 1 - Brother Bear"],
  ["Resident Evil", "Resident Evil - Director's Cut"],
  ["Sonic 2", "Sonic 1 & Sonic 2"],
  ["", ""],
])("%s is another game than %s", (one, other) => {
  expect(likeness(readTitle(one), readTitle(other))).toBe(0);
});
