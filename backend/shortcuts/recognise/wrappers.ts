import type { Wrapper } from "../../emulators/programs.ts";
import type { Word } from "./words/words.ts";

/** The words of the program that a wrapper starts; empty: it starts none. */
export function insideWrapper(wrapper: Wrapper, words: Word[]): Word[] {
  if (wrapper.fromSeparator) {
    const separator = words.findIndex(({ text }) => text === "--");
    if (separator >= 0) return words.slice(separator + 1);
  }
  return afterOptions(words, wrapper.valueOptions, wrapper.positionals, wrapper.verbs);
}

function afterOptions(words: Word[], valueOptions: string[], positionals: number, verbs: string[]): Word[] {
  let left = positionals;
  for (let at = 0; at < words.length; at += 1) {
    const text = words[at]?.text ?? "";
    if (text === "--") return words.slice(at + 1 + left);
    if (text.startsWith("-") && text.length > 1) at += valueOptions.includes(text) ? 1 : 0;
    else if (verbs.includes(text)) continue;
    else if (left > 0) left -= 1;
    else return words.slice(at);
  }
  return [];
}

export interface FlatpakRun {
  id: string;
  /** The program inside, where it is not the app's own. */
  command: string | null;
  words: Word[];
}

const flatpakValueOptions = [
  "--command",
  "--branch",
  "--arch",
  "--env",
  "--unset-env",
  "--filesystem",
  "--nofilesystem",
  "--cwd",
  "--device",
  "--nodevice",
  "--socket",
  "--nosocket",
  "--share",
  "--unshare",
  "--runtime",
  "--runtime-version",
  "--commit",
  "--app-path",
  "--usr-path",
  "--instance-id-fd",
  "--talk-name",
  "--own-name",
  "--system-talk-name",
  "--allow",
  "--disallow",
  "--persist",
  "--installation",
  "--parent-pid",
  "--add-policy",
];

/** `flatpak run --branch=stable --command=retroarch org.libretro.RetroArch/x86_64/stable @@u @@ …`; null: no `run`. */
export function readFlatpak(words: Word[]): FlatpakRun | null {
  const run = words.findIndex(({ text }) => !text.startsWith("-"));
  if (words[run]?.text !== "run") return null;
  const inner = words.slice(run + 1);
  const [app, ...rest] = afterOptions(inner, flatpakValueOptions, 0, []);
  if (!app) return null;
  const options = inner.slice(0, inner.indexOf(app)).map(({ text }) => text);
  const [id = ""] = app.text.split("/");
  return { id, command: commandOption(options), words: withoutMarkers(rest) };
}

function commandOption(options: string[]): string | null {
  const joined = options.find((option) => option.startsWith("--command="))?.slice("--command=".length);
  return joined ?? options[options.indexOf("--command") + 1 || options.length] ?? null;
}

/** `--file-forwarding` brackets files with `@@u` and `@@`. */
export function withoutMarkers(words: Word[]): Word[] {
  return words.filter(({ text }) => text !== "@@" && text !== "@@u");
}
