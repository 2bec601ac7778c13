const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** "1 save waits", "3 saves wait", by the language's own rules: whole sentences, where `#` is the number as it is written. */
export function counted(count: number, one: string, other: string): string {
  return rules.select(count) === "one" ? one : other.replace("#", number.format(count));
}
