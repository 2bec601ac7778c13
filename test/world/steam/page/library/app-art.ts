/** One game looks the same on every Deck, where it has another app id. */
export function artOf(name: string): string {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 0);
  return `linear-gradient(150deg, hsl(${hue} 55% 42%), hsl(${(hue + 50) % 360} 60% 22%))`;
}

export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}
