import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const script = new URL("../../.ci/short-names.js", import.meta.url).href;
const { shortNames }: { shortNames: RegExp } = await import(script);

test("a property whose name the bundle shortens is never asked for by a text", () => {
  const src = new URL("../../src/", import.meta.url).pathname;
  const sources = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const asked = sources.flatMap((name) => {
    const code = readFileSync(join(src, name), "utf8").replace(
      /\/\*[\s\S]*?\*\/|\/\/.*|Omit<.*?>|Pick<.*?>|createStore\(.*\)/g,
      "",
    );
    return [...code.matchAll(/(["'`])(\w+)\1/g)].flatMap(([, , text = ""]) =>
      shortNames.test(text) ? `${name}: ${text}` : [],
    );
  });
  expect(asked).toEqual([]);
});
