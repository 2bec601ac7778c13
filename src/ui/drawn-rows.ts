/** So many rows are drawn of a long list, however long it is. */
export const drawnMax = 40;
/** The drawn part moves on in such steps: at least so many rows lie ahead of a direction that is held. */
const stepRows = 10;

/** The first row that is drawn when the focus stands on this one: as many lie before it as after it. */
export function firstDrawn(focused: number, count: number): number {
  const before = Math.floor((focused - (drawnMax - stepRows) / 2) / stepRows) * stepRows;
  return Math.max(0, Math.min(before, count - drawnMax));
}

/** The first row of the next letter in a direction (1 or -1); backwards, the first row of the letter itself comes before. */
export function nextLetter(letters: readonly (string | null)[], from: number, step: 1 | -1): number {
  const isStart = (index: number) => letters[index] !== null && letters[index] !== letters[index - 1];
  for (let index = from + step; index >= 0 && index < letters.length; index += step)
    if (isStart(index)) return index;
  return from;
}
