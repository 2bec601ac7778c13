import { nameOf } from "../core/paths.ts";
import { isInterpreter, isShell, type Wrapper, wrapperOf } from "./programs.ts";

/** Loaders, shells and wrappers that stand before each other, at most. */
const mostRunners = 8;

/**
 * The name of the program that a process runs: its first word, or behind a shell, an interpreter, a loader or a wrapper
 * the one that it was given. Windows' programs show with their paths as Windows writes them. Empty: none is named.
 */
export function programIn(argv: readonly string[]): string {
  let words = argv;
  for (let runners = 0; runners < mostRunners; runners++) {
    const name = nameOf((words[0] ?? "").replaceAll("\\", "/"));
    const behind = wordsBehind(name.toLowerCase(), words.slice(1));
    if (behind === null) return name;
    words = behind;
  }
  return "";
}

/** Null: it runs nothing but itself. */
function wordsBehind(name: string, words: readonly string[]): readonly string[] | null {
  if (isShell(name)) return words.includes("-c") ? [] : afterOptions(words, plain);
  if (isInterpreter(name)) return afterOptions(words, loader);
  const wrapper = wrapperOf(name);
  if (wrapper === null) return null;
  const separator = words.indexOf("--");
  return wrapper.fromSeparator && separator >= 0 ? words.slice(separator + 1) : afterOptions(words, wrapper);
}

type Options = Pick<Wrapper, "valueOptions" | "positionals" | "verbs">;

const plain: Options = { valueOptions: [], positionals: 0, verbs: [] };
/** ld.so(8); java(1). */
const loader: Options = {
  valueOptions: ["--library-path", "--argv0", "--preload", "--audit", "--inhibit-rpath", "-cp", "-classpath"],
  positionals: 0,
  verbs: ["exec"],
};

function afterOptions(
  words: readonly string[],
  { valueOptions, positionals, verbs }: Options,
): readonly string[] {
  let left = positionals;
  for (const [at, word] of words.entries()) {
    const isValue = valueOptions.includes(words[at - 1] ?? "");
    if (word === "--") return words.slice(at + 1 + left);
    if (isValue || word.startsWith("-") || verbs.includes(word)) continue;
    if (left === 0) return words.slice(at);
    left -= 1;
  }
  return [];
}
