import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { pathsOf } from "../../backend/core/shapes/shapes.ts";
import { askHome } from "./homes/ask-home.ts";
import { buildHome } from "./homes/build-home.ts";
import type { HomeCommand, HomeDescription } from "./homes/read-home.ts";

/* One RetroArch, its settings written in every way: where it puts `Game.srm` of snes9x. */

const own = "/home/deck/.config/retroarch";
const rom = "/home/deck/Games/snes/Game.sfc";
const beside = "/home/deck/Games/snes/Game.srm";
const sorted = `${own}/saves/Snes9x/Game.srm`;
const saves = `savefile_directory = "~/.config/retroarch/saves"\n`;

/** `found`: by itself; `choose`: one of those to choose from. */
type Row = [
  what: string,
  config: string,
  more: Record<string, string>,
  answer: string,
  is?: "found" | "choose",
];

test.each<Row>([
  ["as it comes", saves, {}, sorted],
  ["without quotes", "savefile_directory = ~/.config/retroarch/saves\n", {}, sorted],
  ["with Windows' line ends", saves.replace("\n", "\r\n"), {}, sorted],
  ["with comments", `# savefile_directory = "/x"\n${saves.trim()} # here\n`, {}, sorted],
  [
    "a name twice: the first counts",
    `${saves}savefile_directory = "/home/deck/Other"\n`,
    { "/home/deck/Other/a": "" },
    sorted,
  ],
  ["behind a NUL nothing counts", `${saves}sort_savefiles_enable\0 = "false"\n`, {}, sorted],
  [
    "no blanks around the sign: no entry to RetroArch",
    'savefile_directory="/home/deck/Other"\n',
    { "/home/deck/Other/a": "" },
    beside,
    "choose",
  ],
  ["a switch that is none leaves the usual", `${saves}sort_savefiles_enable = "maybe"\n`, {}, sorted],
  ["not by core", `${saves}sort_savefiles_enable = "0"\n`, {}, `${own}/saves/Game.srm`],
  [
    "by folder",
    `${saves}sort_savefiles_by_content_enable = "true"\n`,
    {},
    `${own}/saves/snes/Snes9x/Game.srm`,
  ],
  ["beside the rom", `${saves}savefiles_in_content_dir = "true"\n`, {}, beside],
  ["a folder that is not there is passed over", 'savefile_directory = "/home/deck/none"\n', {}, beside],
  [
    "a card that is out may come back",
    'savefile_directory = "/run/media/deck/SD/saves"\n',
    {},
    beside,
    "choose",
  ],
  ["its own default", 'savefile_directory = "default"\n', {}, beside, "choose"],
  ["a path that begins nowhere", 'savefile_directory = "saves"\n', {}, beside, "choose"],
  [
    "steps up that stay in the home",
    'savefile_directory = "/home/deck/x/../.config/retroarch/saves"\n',
    {},
    sorted,
  ],
  [
    "a file where the sorted folder would be",
    saves,
    { [`${own}/saves/Snes9x`]: "" },
    `${own}/saves/Game.srm`,
  ],
  ["included settings count behind its own", `#include "more.cfg"\n`, { [`${own}/more.cfg`]: saves }, sorted],
  [
    "the core's override",
    saves,
    { [`${own}/config/Snes9x/Snes9x.cfg`]: 'sort_savefiles_enable = "false"' },
    `${own}/saves/Game.srm`,
  ],
  [
    "the folder's over the core's",
    saves,
    {
      [`${own}/config/Snes9x/Snes9x.cfg`]: 'savefiles_in_content_dir = "true"',
      [`${own}/config/Snes9x/snes.cfg`]: 'savefiles_in_content_dir = "false"',
    },
    sorted,
  ],
  [
    "the rom's over all",
    saves,
    {
      [`${own}/config/Snes9x/snes.cfg`]: 'savefiles_in_content_dir = "false"',
      [`${own}/config/Snes9x/Game.cfg`]: 'savefiles_in_content_dir = "true"',
    },
    beside,
  ],
  [
    "overrides of the .info's name do not count",
    saves,
    { [`${own}/config/Snes9x - Current/Game.cfg`]: 'savefiles_in_content_dir = "true"' },
    sorted,
  ],
  [
    "overrides switched off",
    `${saves}auto_overrides_enable = "false"\n`,
    { [`${own}/config/Snes9x/Game.cfg`]: 'savefiles_in_content_dir = "true"' },
    sorted,
  ],
  [
    "overrides elsewhere",
    `${saves}rgui_config_directory = "/home/deck/cfg"\n`,
    { "/home/deck/cfg/Snes9x/Game.cfg": 'savefiles_in_content_dir = "true"' },
    beside,
  ],
])("%s", async (_what, config, more, answer, is = "found") => {
  const { disk } = await buildHome(homeWith(config, more));
  const found = await askHome(disk, command(`-L snes9x "${rom}"`));
  expect(found.ok ? found.value.flatMap(({ location }) => pathsOf(location)) : found.error).toContain(answer);
  expect(found.ok && found.value.some(({ isCertain }) => isCertain)).toBe(is === "found");
});

test("what the command says goes before the files: other settings, more settings, another save", async () => {
  const other = { "/home/deck/other.cfg": 'savefiles_in_content_dir = "true"\n' };
  const { disk } = await buildHome(homeWith(saves, { ...other, "/home/deck/Kept/a": "" }));
  const pathsFor = async (options: string) => {
    const found = await askHome(disk, command(`${options} -L snes9x "${rom}"`));
    return found.ok ? found.value.map(({ location }) => pathsOf(location)[0]) : found.error;
  };
  expect(await pathsFor("--config /home/deck/other.cfg")).toEqual([beside]);
  expect(await pathsFor("--appendconfig=/home/deck/other.cfg")).toEqual([beside]);
  expect(await pathsFor("-s /home/deck/Kept")).toEqual(["/home/deck/Kept/Game.srm"]);
  expect(await pathsFor("--save /home/deck/Kept/Other.srm")).toEqual(["/home/deck/Kept/Other.srm"]);
  expect(await pathsFor("--save /etc/Other.srm")).toMatchObject({ kind: "no-place" });
});

test("a core's options say where its saves lie: of all cores in one file, or of each, its folder and its rom", async () => {
  const dreamcast = "/home/deck/Games/dreamcast/Game.gdi";
  const vmu = `${own}/saves/Flycast/Game.A1.bin`;
  const perGame = 'reicast_per_content_vmus = "VMU A1"\n';
  const shared = `${own}/system/dc/vmu_save_A1.bin`;
  const ask = async (config: string, more: Record<string, string>) => {
    const { disk } = await buildHome(homeWith(saves + config, { ...more, [vmu]: "vmu" }));
    const found = await askHome(disk, command(`-L flycast "${dreamcast}"`));
    return found.ok ? found.value.flatMap(({ location }) => pathsOf(location)) : found.error;
  };
  const options = `${own}/config/Flycast`;
  expect(await ask("", {})).toEqual([shared]);
  expect(await ask("", { [`${options}/Flycast.opt`]: perGame })).toEqual([vmu]);
  expect(await ask("", { [`${options}/Game.opt`]: perGame })).toEqual([vmu]);
  expect(await ask("", { [`${options}/dreamcast.opt`]: perGame })).toEqual([vmu]);
  const all = 'global_core_options = "true"\n';
  expect(await ask(all, { [`${options}/Flycast.opt`]: perGame })).toEqual([shared]);
  expect(await ask(all, { [`${own}/retroarch-core-options.cfg`]: perGame })).toEqual([vmu]);
});

test("links that lead in a circle, or into the system, make no place", async () => {
  const { disk, root } = await buildHome(homeWith('savefile_directory = "/home/deck/loop"\n', {}));
  symlinkSync(`${root}/home/deck/loop`, `${root}/home/deck/loop`);
  const looped = await askHome(disk, command(`-L snes9x "${rom}"`));
  expect(looped.ok && looped.value.some(({ isCertain }) => isCertain)).toBe(false);
  const away = await buildHome(homeWith('savefile_directory = "/home/deck/away"\n', { "/etc/saves/a": "" }));
  symlinkSync(`${away.root}/etc/saves`, `${away.root}/home/deck/away`);
  expect(await askHome(away.disk, command(`-L snes9x "${rom}"`))).toMatchObject({ ok: false });
});

function homeWith(config: string, more: Record<string, string>): HomeDescription {
  const texts = new Map(Object.entries({ [`${own}/retroarch.cfg`]: config, [rom]: "rom", ...more }));
  const hasFile = `${own}/saves/Snes9x` in more;
  const tree = hasFile ? [`${own}/saves/`] : [`${own}/saves/Snes9x/`, `${own}/system/`];
  return { name: "one", tree, texts, bytes: new Map(), discs: new Map(), commands: [], systems: [] };
}

function command(options: string): HomeCommand {
  return { exe: "/usr/bin/retroarch", options, startDir: "", ids: [], never: [], is: "found" };
}
