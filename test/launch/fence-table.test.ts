import { expect, test } from "vitest";
import type { Unit } from "../../backend/core/state.ts";
import type { RomId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { isGame, marksOf } from "../../backend/launch/match-process.ts";
import shipped from "../../defaults/emulators.json" with { type: "json" };

/* Recognition and the fence read one table: whatever a command may start, the process table shows as that emulator. */

const unitOf = (emulator: string): Unit => ({
  ...{ unitId: "unit" as UnitId, slot: "autosave" as Slot, isTracked: true, baseline: null, seen: {} },
  rom: { romId: 1 as RomId, platformSlug: "psp", fsName: "Game.iso" },
  location: { kind: "file", path: "/saves/Game.sav", emulator },
  ...{ intent: null, late: [], owed: {}, postponed: null },
});

const isSeen = (emulator: string, argv: string[], flatpak?: string) =>
  isGame({ pid: 1, argv, ...(flatpak !== undefined && { flatpak }) }, marksOf(unitOf(emulator), []));

const families = shipped.emulators.map(({ name, programs }) => [name, programs] as const);

test.each(families)(
  "%s, by each of its programs (%j): native, AppImage, script, Wine, and behind a loader",
  (name, programs) => {
    for (const program of programs) {
      const ways = [
        [`/usr/bin/${program}`],
        [program.toUpperCase()],
        [`/home/deck/Applications/${program}-2.6.3-x86_64.AppImage`, "--fullscreen"],
        [`/tmp/.mount_abcdef/usr/bin/${program}`],
        ["/bin/bash", `/home/deck/Emulation/tools/launchers/${program}.sh`, "-f"],
        ["sh", "-e", `/home/deck/Emulation/tools/launchers/${program}.sh`],
        [`Z:\\home\\deck\\${program}.exe`],
        ["/usr/bin/wine64-preloader", "/usr/bin/wine64", `Z:\\home\\deck\\${program}.exe`, "-f"],
        [
          "/tmp/.mount_abcdef/shared/lib/ld-linux-x86-64.so.2",
          ...["--library-path", "/tmp/.mount_abcdef/shared/lib", `/tmp/.mount_abcdef/shared/bin/${program}`],
        ],
        ["gamemoderun", `/usr/bin/${program}`],
      ];
      for (const argv of ways) expect([argv, isSeen(name, argv)]).toEqual([argv, true]);
    }
  },
);

test("Its Flatpak, by the sandbox alone", () => {
  const sandboxes = shipped.emulators.flatMap(({ name, flatpaks }) => flatpaks.map((id) => [name, id]));
  expect(sandboxes.length).toBeGreaterThan(50);
  const frontends = new Set(shipped.emulators.flatMap((one) => ("frontends" in one ? one.frontends : [])));
  for (const [name = "", id = ""] of sandboxes)
    expect([id, isSeen(name, ["bwrap", "--args", "42"], id)]).toEqual([id, !frontends.has(id)]);
});

test.each([
  ["PPSSPPSDL of RetroDECK", "ppsspp", ["/app/retrodeck/components/ppsspp/bin/PPSSPPSDL", "-f"]],
  ["PrimeHack in its own Flatpak", "primehack", ["dolphin-emu", "-b"]],
  ["Dolphin as an AppImage", "dolphin", ["/home/deck/Applications/Dolphin_Emulator-2506.AppImage"]],
  ["Ryujinx under .NET", "ryujinx", ["dotnet", "/home/deck/publish/Ryujinx.dll"]],
  ["Mesen under Mono", "mesen", ["/usr/bin/mono", "/home/deck/Mesen.exe"]],
  ["DOSBox Staging in its Flatpak", "dosbox-staging", ["dosbox", "--noconsole"]],
])("%s", (_what, name, argv) => {
  expect(isSeen(name, argv)).toBe(true);
});

test.each([
  ["RetroDECK's menu", ["bwrap", "--args", "42", "--", "retrodeck"], "net.retrodeck.retrodeck"],
  ["ES-DE's menu", ["/home/deck/Applications/ES-DE.AppImage", "--no-splash"], undefined],
  [
    "an editor of the emulator's settings",
    ["/usr/bin/kate", "/home/deck/.config/ppsspp/ppsspp.ini"],
    undefined,
  ],
  ["a shell whose words only speak of it", ["/bin/bash", "-c", "sleep 5 # ppsspp"], undefined],
  ["a script of another name", ["/bin/bash", "/home/deck/backup-ppsspp.sh"], undefined],
  ["a wrapper around another program", ["gamemoderun", "/usr/bin/kate", "/usr/bin/ppsspp"], undefined],
])("A frontend or something else proves nothing: %s", (_what, argv, flatpak) => {
  expect(isSeen("ppsspp", argv, flatpak)).toBe(false);
});

test("A frontend in a Flatpak proves what it plays by a child that names the rom", () => {
  expect(
    isSeen("ppsspp", ["/app/bin/unheard-of", "/run/media/roms/psp/Game.iso"], "net.retrodeck.retrodeck"),
  ).toBe(true);
});
