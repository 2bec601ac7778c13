/** At most so many letters from the front: a letter outside the basic plane, which is two units long, is never halved. */
export function firstLetters(text: string, count: number): string {
  return text.length <= count ? text : [...text].slice(0, count).join("");
}
