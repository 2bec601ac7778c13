/** Chooses between whole sentences by a number, as the language's own rules have it. */
export function createPlural(language: string) {
  const rules = new Intl.PluralRules(language);
  return (count: number, sentences: { one: string; other: string }): string =>
    rules.select(count) === "one" ? sentences.one : sentences.other;
}
