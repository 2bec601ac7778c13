import { expect, test } from "vitest";
import { faultsOf, launchRows, recogniseRow } from "./launch-commands.ts";

test.each(launchRows())("$id: $exe $launchOptions", (row) => {
  expect(faultsOf(row, recogniseRow(row))).toEqual([]);
});
