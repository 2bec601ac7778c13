import { expect, test } from "vitest";
import { createRetrodeckFiles } from "../../../backend/emulators/retrodeck/files.ts";
import { FileError } from "../../../backend/machine/disk.ts";
import { createRecogniser } from "../../../backend/shortcuts/recognise/recognise-with-files.ts";

const homeFolder = "/home/deck";
const inApp = "app/net.retrodeck.retrodeck/current/active/files";
const list = "share/es-de/resources/systems/linux/es_systems.xml";
const systems = (core: string) =>
  `<systemList><system><name>snes</name><command label="A">%EMULATOR_RETROARCH% -L %CORE_RETROARCH%/${core}_libretro.so %ROM%</command>` +
  `<command label="B">%EMULATOR_ARES% %ROM%</command></system></systemList>`;
const gamelist =
  "<gameList>\n<game>\n<path>./Zelda.sfc</path>\n<altemulator>B</altemulator>\n</game>\n</gameList>";

const newSystems = { [`/var/lib/flatpak/${inApp}/retrodeck/components/es-de/${list}`]: systems("snes9x") };
const command = (rest: string) => ({
  exe: '"flatpak"',
  startDir: ".",
  options: `run net.retrodeck.retrodeck ${rest} "/run/media/deck/CARD/retrodeck/roms/snes/Zelda.sfc"`,
});

async function recogniseOn(files: Record<string, string>, rest = "-s snes") {
  const read = async (path: string) => {
    if (files[path] === "denied") throw new FileError("denied", path, "no permission");
    return path in files ? new TextEncoder().encode(files[path]) : null;
  };
  const retrodeck = createRetrodeckFiles({ read }, homeFolder);
  const { emulator, core, kind } = await createRecogniser({ homeFolder, retrodeck }).recognise(command(rest));
  expect(kind).toBe("rom");
  return [emulator, core];
}

test("RetroDECK's own choice is read from its files, wherever they lie", async () => {
  expect(await recogniseOn(newSystems)).toEqual(["retroarch", "snes9x"]);
  expect(await recogniseOn({ [`/var/lib/flatpak/${inApp}/${list}`]: systems("bsnes") })).toEqual([
    "retroarch",
    "bsnes",
  ]);
  const own = `${homeFolder}/.local/share/flatpak/${inApp}/${list}`;
  expect(await recogniseOn({ [own]: systems("bsnes") })).toEqual(["retroarch", "bsnes"]);
});

test("its gamelists lie in the home that its config names", async () => {
  const config = `${homeFolder}/.var/app/net.retrodeck.retrodeck/config/retrodeck/retrodeck.json`;
  const moved = JSON.stringify({ paths: { rd_home_path: "/run/media/deck/CARD/retrodeck" } });
  const onCard = { "/run/media/deck/CARD/retrodeck/ES-DE/gamelists/snes/gamelist.xml": gamelist };
  expect(await recogniseOn({ ...newSystems, ...onCard, [config]: moved })).toEqual(["ares", null]);
  expect(await recogniseOn({ ...newSystems, ...onCard })).toEqual(["retroarch", "snes9x"]);
  const atHome = { [`${homeFolder}/retrodeck/ES-DE/gamelists/snes/gamelist.xml`]: gamelist };
  expect(await recogniseOn({ ...newSystems, ...atHome, [config]: "{ cut" })).toEqual(["ares", null]);
});

test("without -s the system is the folder below roms, as its script says", async () => {
  expect(await recogniseOn(newSystems, "")).toEqual(["retroarch", "snes9x"]);
});

test("a command that says the emulator itself is not asked about", async () => {
  const order = '-e "%EMULATOR_RETROARCH% -L /var/config/retroarch/cores/mesen-s_libretro.so %ROM%"';
  expect(await recogniseOn(newSystems, order)).toEqual(["retroarch", "mesen-s"]);
});

test("a file that cannot be read leaves the emulator unknown: it is no missing file", async () => {
  const denied = { [`${homeFolder}/retrodeck/ES-DE/gamelists/snes/gamelist.xml`]: "denied" };
  expect(await recogniseOn({ ...newSystems, ...denied })).toEqual([null, null]);
  expect(await recogniseOn({})).toEqual([null, null]);
});
