/** Settings by name, as RetroArch reads one file: of a name that stands there twice, the first counts. */
export type ConfigEntries = Map<string, string>;

/** An entry, or another file that the line includes. */
export type ConfigLine = { key: string; value: string } | { include: string };

/**
 * The lines of a RetroArch settings file, as libretro-common's `config_file.c` takes them: a name ends at a blank, a
 * value in quotes at the next quote, one without at a blank; what stands behind `#` outside of quotes is a comment.
 */
export function readConfigLines(text: string): ConfigLine[] {
  return text.split("\n").flatMap((line) => readLine(line.split("\0", 1)[0] ?? "") ?? []);
}

function readLine(whole: string): ConfigLine | null {
  if (whole.startsWith("#")) {
    const included = /^#include /.test(whole) ? readValue(whole.slice("#include ".length)) : "";
    return included === "" ? null : { include: included };
  }
  const line = withoutComment(whole);
  const found = /^\s*([!-~]+)\s+=/.exec(line); // `name=value` without blanks is no entry to RetroArch.
  const key = found?.[1];
  return found && key !== undefined ? { key, value: readValue(line.slice(found[0].length)) } : null;
}

function withoutComment(line: string): string {
  const comment = line.indexOf("#");
  if (comment < 0) return line;
  const quote = line.indexOf('"');
  const isInside = quote >= 0 && quote < comment && line.indexOf('"', quote + 1) > comment;
  return isInside ? line : line.slice(0, comment);
}

function readValue(text: string): string {
  const value = text.trimStart();
  if (!value.startsWith('"')) return /^[!-~]*/.exec(value)?.[0] ?? "";
  const end = value.indexOf('"', 1);
  return value.slice(1, end < 0 ? undefined : end);
}

/** `true` and `1`, `false` and `0`; whatever else is said changes nothing. */
export function readSwitch(value: string | undefined, usual: boolean): boolean {
  if (value === "true" || value === "1") return true;
  return value === "false" || value === "0" ? false : usual;
}
