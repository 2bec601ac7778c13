import type { LaunchCommand } from "../../../backend/core/vocabulary.ts";

/** A way in which somebody writes a rom's path into a shortcut. */
export interface Shape {
  name: string;
  /** Whether the shape can hold the path at all: some texts are the well-formed spelling of another command. */
  holds: (path: string) => boolean;
  write: (path: string) => LaunchCommand;
}

const launchers = "/run/media/mmcblk0p1/Emulation/tools/launchers";
const command = (exe: string, options = ""): LaunchCommand => ({ exe, startDir: "/usr/bin", options });

const always = () => true;
/** Between quotes that nothing is escaped in: what a shell would unescape, or what ends them and goes on as options. */
export const isPlainInQuotes = (path: string) =>
  !/\\["\\$`]|%command%|\\$/.test(path) && !/"\s+["-]|""/.test(path);
/** Without any quotes: letters that stand for something else at the beginning of a word, or take the next one's place. */
const isPlainBare = (path: string) => !/["\\`$<>|;\n\r\t]|\s[-#&'/]|\s\s|\s$|%command%|'/.test(path);

const doubleQuoted = (path: string) => `"${path.replace(/["\\$`]/g, "\\$&")}"`;
const singleQuoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
const escaped = (path: string) => path.replace(/[^\w/.-]/gsu, "\\$&");
const noCommand = (path: string) => !path.includes("%command%");

export const shapes: Shape[] = [
  {
    name: "EmuDeck's RetroArch, all in Exe, nothing escaped",
    holds: isPlainInQuotes,
    write: (path) => command(`"${launchers}/retroarch.sh" -L /snes9x_libretro.so "${path}"`),
  },
  {
    name: "EmuDeck's DuckStation, all in Exe, nothing escaped",
    holds: isPlainInQuotes,
    write: (path) => command(`"${launchers}/duckstation.sh" -batch -fullscreen -nogui "${path}"`),
  },
  {
    name: "EmuDeck's older parsers, two kinds of quotes",
    holds: (path) => isPlainInQuotes(path),
    write: (path) => command(`"${launchers}/pcsx2-qt.sh"`, `-batch -fullscreen "'${path}'"`),
  },
  {
    name: "EmuDeck's Dolphin, around %command%",
    holds: isPlainInQuotes,
    write: (path) => command(`"${launchers}/dolphin-emu.sh"`, `vblank_mode=0 %command% -b -e "${path}"`),
  },
  {
    name: "EmuDeck's Xenia, as Wine sees it",
    holds: (path) => isPlainInQuotes(path) && !path.includes("\\"),
    write: (path) => command(`"${launchers}/xenia.sh" "Z:${path}"`),
  },
  {
    name: "Steam ROM Manager's Flatpak, the options first",
    holds: isPlainInQuotes,
    write: (path) => command('"/usr/bin/flatpak"', `run net.pcsx2.PCSX2 "${path}" -batch -fullscreen -nogui`),
  },
  {
    name: "RetroDECK with its system",
    holds: isPlainInQuotes,
    write: (path) => command('"flatpak"', `run net.retrodeck.retrodeck -s snes "${path}"`),
  },
  {
    name: "an address",
    holds: noCommand,
    write: (path) =>
      command(
        '"/usr/bin/PPSSPPSDL"',
        `file://${path.split("/").map(encodeURIComponent).join("/").replaceAll("'", "%27")}`,
      ),
  },
  { name: "double quotes", holds: noCommand, write: (path) => command("retroarch", doubleQuoted(path)) },
  { name: "single quotes", holds: noCommand, write: (path) => command("mgba", `-f ${singleQuoted(path)}`) },
  {
    name: "backslashes",
    holds: noCommand,
    write: (path) => command("mgba", `-f ${escaped(path)} --fullscreen`),
  },
  { name: "no quotes", holds: isPlainBare, write: (path) => command("mgba", `-f ${path}`) },
  {
    name: "a script in a shell",
    holds: noCommand,
    write: (path) => command("bash", `-c ${singleQuoted(`sleep 1; exec mgba ${doubleQuoted(path)}`)}`),
  },
  {
    name: "wrappers around %command%",
    holds: always,
    write: (path) =>
      command(
        `"/home/deck/Applications/Eden-Linux-v0.2.0-amd64.AppImage" -f -g ${doubleQuoted(path)}`,
        "gamemoderun gamescope -W 1280 -- %command%",
      ),
  },
];
