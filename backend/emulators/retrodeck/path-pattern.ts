/** More, and the time that a pattern takes could grow with the power of the name's length. */
const mostRepeats = 3;

/**
 * Whether RetroDECK's script takes this line for the rom's: it puts the file's name into a pattern as it is, so that
 * brackets group, `[!]` is one letter, and `+` repeats. Null: what `awk` makes of such a name cannot be told.
 */
export function isPatternFor(romName: string, line: string): boolean | null {
  if (!line.includes("<path>")) return false;
  if (!isTame(romName)) return null;
  const pattern = toPattern(romName);
  // A pattern that is none ends the script's `awk`, which then finds nothing.
  return pattern?.test(line) ?? false;
}

/** Backslashes are read twice by `awk`, and what repeats a group may take for ever. */
function isTame(name: string): boolean {
  const repeats = name.match(/[*+?{|]/g)?.length ?? 0;
  return name.length <= 255 && repeats <= mostRepeats && !/\\|\)[*+?{]/.test(name);
}

function toPattern(name: string): RegExp | null {
  try {
    return new RegExp(`<path>./${name}</path>`);
  } catch {
    return null;
  }
}
