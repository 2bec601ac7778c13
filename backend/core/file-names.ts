import { nameOf } from "./paths.ts";
import type { LaunchCommand } from "./vocabulary.ts";

/**
 * Every name of a file that the command may mean: the last part of each word, and for paths with spaces that nobody
 * quoted, what stands behind a slash up to each space. More names than files: only those of roms count.
 */
export function fileNamesIn({ exe, options }: LaunchCommand): Set<string> {
  const names = new Set<string>();
  for (const text of [exe, options]) {
    for (const word of wordsIn(text)) names.add(nameOf(word));
    for (const tail of text.split("/").slice(1)) addBeginnings(names, tail);
  }
  names.delete("");
  return names;
}

/** Words as a shell tells them apart: quoted, or with backslashes before what would end them. */
function wordsIn(text: string): string[] {
  const words = text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+)/gs);
  return [...words].map(
    ([, double, single, bare]) => single ?? (double ?? bare ?? "").replace(/\\(.)/gs, "$1"),
  );
}

function addBeginnings(names: Set<string>, tail: string): void {
  const name = tail.replace(/["'].*$/s, "");
  for (let end = name.indexOf(" "); end >= 0; end = name.indexOf(" ", end + 1)) names.add(name.slice(0, end));
  names.add(name);
}
