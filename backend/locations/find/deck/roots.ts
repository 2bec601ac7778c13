import { joinPath, parentOf } from "../../../core/paths.ts";
import type { Install } from "../../../core/vocabulary.ts";
import type { DeckFiles } from "./deck-files.ts";

/** Where one installation of an emulator keeps what it keeps. */
export interface Roots {
  install: Install;
  /** Where `~` of its settings leads. */
  home: string;
  /** What it takes for XDG's `~/.config` and `~/.local/share`. */
  config: string;
  data: string;
  /** The Flatpak's folder, in which `/var/config` and `/var/data` of its settings lie; null: no sandbox. */
  sandbox: string | null;
  /** The folder of its program, on this Deck; null: not told, or inside a Flatpak. */
  programFolder: string | null;
}

export const retrodeckApp = "net.retrodeck.retrodeck";

export function flatpakRoots(home: string, app: string): Roots {
  const sandbox = `${home}/.var/app/${app}`;
  const install = app === retrodeckApp ? "retrodeck" : "flatpak";
  const [config, data] = [`${sandbox}/config`, `${sandbox}/data`];
  return { install, home, config, data, sandbox, programFolder: null };
}

/** Of a program on the Deck itself; `program` null: only its name is known. */
export async function nativeRoots(files: DeckFiles, home: string, program: string | null): Promise<Roots> {
  const programFolder = program === null ? null : parentOf(program);
  const isAppImage = program !== null && /\.appimage$/i.test(program);
  const own = { install: isAppImage ? "appimage" : "native", sandbox: null, programFolder } as const;
  if (!isAppImage) return { ...own, ...xdgOf(home) };
  // A folder beside an AppImage is its home or its settings (AppImage's type 2 runtime).
  const portableHome = `${program}.home`;
  if ((await files.kind(portableHome)) === "folder") return { ...own, ...xdgOf(portableHome) };
  const portableConfig = `${program}.config`;
  const hasConfig = (await files.kind(portableConfig)) === "folder";
  return { ...own, ...xdgOf(home), ...(hasConfig ? { config: portableConfig } : {}) };
}

function xdgOf(home: string) {
  return { home, config: `${home}/.config`, data: `${home}/.local/share` };
}

/** A path as an emulator's settings spell it, as it stands on this Deck; null: it is none, or it leads nowhere we know. */
export function toDeckPath(text: string, roots: Roots, relativeTo: string | null = null): string | null {
  const spelled = text.trim().replaceAll("\\", "/");
  if (spelled === "" || spelled.includes("\0")) return null;
  const home = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/.exec(spelled);
  if (home) return withoutSteps(`${roots.home}${spelled.slice(home[0].length)}`);
  const inside = roots.sandbox === null ? null : /^\/var\/(config|data|cache)(?=\/|$)/.exec(spelled);
  if (inside) return withoutSteps(`${roots.sandbox}/${spelled.slice("/var/".length)}`);
  // Wine shows the whole disk as drive Z.
  if (/^z:\//i.test(spelled)) return withoutSteps(spelled.slice(2));
  if (spelled.startsWith("/")) return withoutSteps(spelled);
  return relativeTo === null || /^(?:[A-Za-z]:|[$~%])/.test(spelled)
    ? null
    : withoutSteps(joinPath(relativeTo, spelled));
}

/** Without `.`, `..`, doubled slashes and one at the end; null: it would climb above the root. */
function withoutSteps(path: string): string | null {
  const kept: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") kept.push(step);
    else if (kept.pop() === undefined) return null;
  }
  return `/${kept.join("/")}`;
}
