import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { en } from "../../../src/words/en/en.ts";
import { stretch } from "../../../src/words/stretch.ts";
import { findNeverWords } from "../measure/never-words.ts";

/** Every text of the table that is no function's. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

test("No text has a word that the player never reads", () => {
  const found = textsOf(en).flatMap((text) => findNeverWords(text).map((word) => `${word}: ${text}`));
  expect(found).toEqual([]);
  expect(findNeverWords("A conflict in the registry: 3 units")).toEqual(["conflict", "registry", "units"]);
});

/** Sentences as they stand in the sources, those of functions among them, without what is put into them. */
function sentencesInSources(): string[] {
  const folder = new URL("../../../src/words/en/", import.meta.url).pathname;
  return readdirSync(folder).flatMap((name) => {
    const sentences: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
        sentences.push(node.text);
      node.forEachChild(visit);
    };
    visit(ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.Latest));
    return sentences.filter((text) => text.includes(" "));
  });
}

test("Nor has any sentence that a function puts together", () => {
  const sentences = sentencesInSources();
  expect(sentences.length).toBeGreaterThan(300);
  expect(sentences.flatMap((text) => findNeverWords(text).map((word) => `${word}: ${text}`))).toEqual([]);
});

test("Every sentence about trouble says more than that there is one", () => {
  for (const text of textsOf(en.troubles)) expect(text.split(" ").length).toBeGreaterThan(2);
});

test("The test language makes every word at least 40 % longer, in functions too", () => {
  const words = stretch({ text: "Ask RomM now", of: (count: number) => `All ${count} games` });
  expect(words.text).toBe("Asksk RomMmM nowow");
  expect(words.of(3).length).toBeGreaterThanOrEqual(Math.ceil("All games".length * 1.4));
  for (const text of textsOf(en)) {
    const letters = text.replace(/[^\p{L}]/gu, "").length;
    expect(stretch(text).replace(/[^\p{L}]/gu, "").length).toBeGreaterThanOrEqual(
      Math.ceil(letters * 1.4) - 1,
    );
  }
});
