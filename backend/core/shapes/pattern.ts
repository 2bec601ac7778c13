/** Whether a file's name fits a pattern: a star stands for any letters, a question mark for one. */
export function isMatch(pattern: string, name: string): boolean {
  // Two places to go on from, so that no name takes longer than its letters times the pattern's.
  let [at, from, star, taken] = [0, 0, -1, 0];
  while (from < name.length) {
    if (pattern[at] === "*") {
      [star, taken] = [at, from];
      at += 1;
    } else if (pattern[at] === "?" || pattern[at] === name[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, from] = [star + 1, taken];
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
