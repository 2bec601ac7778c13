import { describe, expect, test } from "vitest";
import type { LaunchTarget } from "../../../backend/core/launch-target.ts";
import { recognise } from "../../../backend/shortcuts/recognise/recognise.ts";

const launchers = "/home/deck/Emulation/tools/launchers";
const emuDeck = `"${launchers}/retroarch.sh" -L /snes9x_libretro.so "/roms/snes/A.sfc"`;

function recogniseIn(exe: string, options = "", startDir = "/start"): LaunchTarget {
  return recognise({ exe, startDir, options }, { homeFolder: "/home/deck" });
}

/** `emulator core | what is played | wrappers`, or what kind of thing the command starts instead. */
function inShort(target: LaunchTarget): string {
  const { emulator, core, rom, wrappers } = target;
  if (target.kind !== "rom") return target.kind;
  const played = rom?.kind === "file" ? [rom.path, rom.archiveEntry].filter(Boolean).join("#") : rom?.id;
  const parts = [[emulator, core].filter(Boolean).join(" "), played, wrappers.join(" ")];
  return parts.filter((part) => part !== "").join(" | ");
}

describe("around a program of Steam ROM Manager", () => {
  test.each([
    ["gamemoderun mangohud %command%", "gamemoderun mangohud"],
    ["MANGOHUD=1 DXVK_HUD=fps %command%", "env"],
    ['LD_PRELOAD="" gamescope -W 1280 -H 800 -f -- %command%', "env gamescope"],
    ["taskset -c 0-3 nice -n -5 ionice -c 2 %command%", "taskset nice ionice"],
    ["timeout -k 5 2h %command%", "timeout"],
    ["systemd-run --user --scope -p CPUWeight=900 %command%", "systemd-run"],
    ["systemd-inhibit --what=idle --why 'a game' %command%", "systemd-inhibit"],
    ["distrobox-enter -n arch -- %command%", "distrobox-enter"],
    ["distrobox enter arch -- %command%", "distrobox"],
    ["toolbox run -c fedora %command%", "toolbox"],
    ["flatpak-spawn --host --env=A=b %command%", "flatpak-spawn"],
    ['ludusavi wrap --name "A" --gui -- %command%', "ludusavi"],
    ["~/.lsfg %command%", "lsfg"],
    ["/home/deck/.local/bin/some-wrapper --option value %command%", "some-wrapper"],
    ["bash -c 'exec \"$@\"' -- gamemoderun %command%", "bash gamemoderun"],
    ["sleep 1; %command%; sleep 2", ""],
    ["cd /tmp && exec %command%", ""],
    ['%command% && notify-send "done"', ""],
    ["%command% # Proton is not needed here", ""],
    ["%command% --fullscreen --verbose", ""],
    ["%command% > /tmp/log.txt 2>&1 &", ""],
    ["%command% 2>/dev/null; killall some-helper", ""],
  ])("%s leaves the game what it is", (options, wrappers) => {
    const expected = ["retroarch snes9x", "/roms/snes/A.sfc", wrappers].filter(Boolean).join(" | ");
    expect(inShort(recogniseIn(emuDeck, options))).toBe(expected);
  });
});

test.each([
  ["steam-run", "retroarch -L snes9x_libretro.so /roms/a.sfc", "retroarch snes9x | /roms/a.sfc | steam-run"],
  ["/usr/bin/env", `-u LD_PRELOAD bash ${launchers}/mgba.sh /roms/a.gba`, "mgba | /roms/a.gba | env bash"],
  ['"flatpak-spawn --host"', "flatpak run io.mgba.mGBA /roms/a.gba", "mgba | /roms/a.gba | flatpak-spawn"],
  ["wine", '/home/deck/Cemu/Cemu.exe -f -g "Z:\\roms\\wiiu\\x.wux"', "cemu | /roms/wiiu/x.wux | wine"],
  [
    '"/x/Proton 9.0/proton"',
    'run /xenia/xenia_canary.exe "Z:\\roms\\Halo 3.iso"',
    "xenia | /roms/Halo 3.iso | proton",
  ],
  [
    "sh",
    '-c \'cd "/roms/gba" && exec mgba -f "Metroid Fusion.gba"\'',
    "mgba | /roms/gba/Metroid Fusion.gba | sh",
  ],
  ["konsole", "-e retroarch -L mgba /roms/a.gba", "retroarch mgba | /roms/a.gba | konsole"],
  [
    "flatpak",
    "run --command=sh org.libretro.RetroArch -c 'retroarch -L mgba \"/a b.gba\"'",
    "retroarch mgba | /a b.gba | sh",
  ],
  [
    "flatpak",
    "--user run --filesystem host org.ppsspp.PPSSPP/x86_64/stable /roms/A.iso",
    "ppsspp | /roms/A.iso",
  ],
  [
    "flatpak",
    "run com.valvesoftware.Steam -applaunch 1118310 -L mgba /roms/a.gba",
    "retroarch mgba | /roms/a.gba",
  ],
  ["/home/deck/My Emulators/pcsx2.AppImage", "-batch /roms/a.iso", "pcsx2 | /roms/a.iso"],
  ["/app/retrodeck/components/azahar/component_launcher.sh", "/roms/a.3ds", "azahar | /roms/a.3ds"],
  [
    `"${launchers}/emu-launch.sh"`,
    "-e pcsx2 -a -- -batch /roms/a.iso",
    "pcsx2 | /roms/a.iso | emu-launch.sh",
  ],
])("%s %s starts a rom", (exe, options, expected) => {
  expect(inShort(recogniseIn(exe, options))).toBe(expected);
});

test.each([
  ["vita3k.sh", '-Fr "PCSE00120"', "vita3k | PCSE00120"],
  ["rpcs3.sh", '--no-gui "%RPCS3_GAMEID%:BLUS30405"', "rpcs3 | BLUS30405"],
  ["scummvm.sh", "scumm:monkey2", "scummvm | scumm:monkey2"],
  ["model-2-emulator.sh", '"daytona"', "model2 | daytona"],
  ["mame.sh", "snes smw -window", "mame | smw"],
  ["dolphin-emu.sh", "-b -n 0001000248414445", "dolphin | 0001000248414445"],
  ["cemu.sh", "--title-id 0005000010101d00", "cemu | 0005000010101d00"],
])("%s %s names a game by its id", (script, options, expected) => {
  expect(inShort(recogniseIn(`"${launchers}/${script}"`, options))).toBe(expected);
});

test.each([
  [
    "retroarch",
    '-L mame "vsmile -rompath \\"/b;/x\\" -cart \\"/roms/v/a b.zip\\""',
    "retroarch mame | /roms/v/a b.zip",
  ],
  ["mame", "-rompath /b gamecom -cartridge1 /roms/a.zip", "mame | /roms/a.zip"],
  ["primehack.sh", "run io.github.shiiion.primehack -b -e /roms/a.rvz", "primehack | /roms/a.rvz"],
  ["dosbox", "-conf /a.conf -conf /b.conf -c exit", "dosbox | /b.conf"],
  ["dosbox-x", "-conf /a.conf /games/b.exe", "dosbox-x | /games/b.exe"],
  [
    "hypseus.bin",
    "lair vldp -framefile /roms/lair.daphne/lair.txt",
    "hypseus-singe | /roms/lair.daphne/lair.txt",
  ],
  [
    "retroarch",
    "-L sufami --subsystem multicart_addon /roms/base.sfc /roms/slot.st",
    "retroarch sufami | /roms/base.sfc",
  ],
  ["retroarch", '-L mgba "/roms/a.zip#b/c.gba"', "retroarch mgba | /roms/a.zip#b/c.gba"],
  ["dolphin", "-b -e /roms/gc/a.iso", "dolphin | /roms/gc/a.iso"],
  ["mgba", "--some-option /home/deck/x.ini /roms/a.gba", "mgba | /roms/a.gba"],
  ["/wine/EMULATOR.EXE", "daytona", "model2 | daytona"],
])("%s %s: the game stands where this emulator has it", (exe, options, expected) => {
  expect(inShort(recogniseIn(exe, options))).toBe(expected);
});

test.each([
  ["retroarch", "--menu", "launcher"],
  ["flatpak", "run net.retrodeck.retrodeck", "launcher"],
  ["flatpak", "run com.heroicgameslauncher.hgl heroic://launch/x", "launcher"],
  ["flatpak", "run --command=/app/bin/chrome com.google.Chrome @@u @@ https://xbox.com/play", "launcher"],
  ["steam", "steam://rungameid/1118310", "launcher"],
  ["steam", "-applaunch 400", "pc-game"],
  ["xdg-open", "steam://rungameid/220", "pc-game"],
  ["dolphin", "/home/deck/Documents", "launcher"],
  ["/home/deck/Games/Hades/Hades.exe", "", "pc-game"],
  ["mpv", "/videos/a.iso", "launcher"],
  ["cp", "/roms/a.gba /tmp", "unknown"],
  ["gamemoderun", "", "unknown"],
  ["", "", "unknown"],
])("%s %s is never offered as a game", (exe, options, kind) => {
  expect(recogniseIn(exe, options).kind).toBe(kind);
});

test.each([
  ["two roms for an emulator that plays one", "mgba", "/roms/a.gba /roms/b.gba"],
  ["a second program behind the first", "mgba", "/roms/a.gba; mgba /roms/b.gba"],
  ["another rom behind an operator", "mgba", "/roms/a.gba > /roms/b.gba"],
  ["a quote that nobody closes", "mgba", '"/roms/a.gba --fullscreen'],
  ["a path that two readings make", "retroarch", '-L mgba "/roms/a "b.gba" c".gba"'],
  ["a config behind an option that nobody knows", "mgba", "--some-option /home/deck/mgba.ini"],
  ["a folder that only a shell knows", "mgba", '"$ROMS/a.gba"'],
])("%s is said to be unknown, with what was understood", (_, exe, options) => {
  expect(recogniseIn(exe, options)).toMatchObject({ kind: "unknown", emulator: exe, rom: null });
});

test("an option's file is no program, whatever its name begins with", () => {
  const target = recogniseIn("/home/deck/new-emulator", "-L /cores/mednafen_psx_libretro.so /roms/a.cue");
  expect(target).toMatchObject({ kind: "unknown", emulator: null });
});

test("a rom that an unknown program is given is told, and not offered", () => {
  const rom = { kind: "file", path: "/roms/a.gba" };
  expect(recogniseIn("/home/deck/new-emulator", "/roms/a.gba")).toMatchObject({ kind: "unknown", rom });
});

test.each([
  [
    "/roms/ps3/Skate 3 [BLUS30464]/PS3_GAME/USRDIR/EBOOT.BIN",
    ["Skate 3 [BLUS30464]", "EBOOT.BIN"],
    "BLUS30464",
  ],
  ["/x/dev_hdd0/game/NPUB30624/USRDIR/EBOOT.BIN", ["NPUB30624", "EBOOT.BIN"], "NPUB30624"],
  [
    "/roms/wiiu/Splatoon [0005000010176900]/title.tmd",
    ["Splatoon [0005000010176900]", "title.tmd"],
    "0005000010176900",
  ],
  ["/roms/wiiu/Mario Kart 8/code/Turbo.rpx", ["Mario Kart 8", "Turbo.rpx"], null],
  ["/roms/easyrpg/Yume/RPG_RT.ldb", ["Yume", "RPG_RT.ldb"], null],
  ["/roms/psx/FF7 (USA).m3u/FF7 (USA).m3u", ["FF7 (USA).m3u"], null],
  ["/roms/saturn/Saga (USA)/Saga (USA).m3u", ["Saga (USA).m3u", "Saga (USA)"], null],
  ["/roms/gba/Metroid Fusion.gba", ["Metroid Fusion.gba"], null],
])("%s goes by names that say something", (path, names, titleId) => {
  const { rom } = recogniseIn("/usr/bin/retroarch", `"${path}"`);
  expect(rom).toMatchObject({ kind: "file", path, names, titleId });
});

test.each([
  ['"/usr/bin/retroarch"', "native"],
  ['"/home/deck/Applications/RetroArch-Linux-x86_64.AppImage"', "appimage"],
  ['"/var/lib/flatpak/exports/bin/org.libretro.RetroArch"', "flatpak"],
  ['"/run/media/deck/CARD/steamapps/common/RetroArch/retroarch.sh"', "steam"],
  [`"${launchers}/retroarch.sh"`, "emudeck"],
  ['"flatpak" run --command=retroarch net.retrodeck.retrodeck', "retrodeck"],
])("%s is installed as %s", (exe, install) => {
  expect(recogniseIn(exe, '-L mgba "/a.gba"')).toMatchObject({ kind: "rom", emulator: "retroarch", install });
});
