import { createPlural } from "../plural.ts";

const choose = createPlural("en");
const number = new Intl.NumberFormat("en");

/** "1 save waits", "3 saves wait": `one` is the whole sentence, `other` gets the number as it is written. */
export function counted(count: number, one: string, other: (count: string) => string): string {
  return choose(count, { one, other: other(number.format(count)) });
}
