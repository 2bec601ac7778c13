import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repositoryFolder } from "../world/build.ts";

/* What code and tests cite stands in the repository: a rule that cannot be read is none. */

const sources = globSync(["backend/**/*.ts", "src/**/*.{ts,tsx}", "test/**/*.ts", ".ci/**/*.ts"], {
  cwd: repositoryFolder,
}).filter((path) => basename(path) !== "citations.test.ts");
const pages = globSync(["README.md", "{backend,src,test}/**/README.md"], { cwd: repositoryFolder });

const read = (path: string) => readFileSync(join(repositoryFolder, path), "utf8");

/** `5`, `5.2`: the numbers of a page's headings. */
function sectionsOf(page: string): Set<string> {
  return new Set([...read(page).matchAll(/^#+ (\d+(?:\.\d+)?) /gm)].map(([, number = ""]) => number));
}

/** `Sections 2.4 to 2.6 and 3` cites three. */
function numbersIn(text: string): string[] {
  return text.match(/\d+(?:\.\d+)?/g) ?? [];
}

test("A page that is cited is a page of the repository, and has the section", () => {
  const missing = sources.flatMap((path) => {
    const cited = [...read(path).matchAll(/\b((?:\w[\w-]*\/)*README\.md)(?: (\d+(?:\.\d+)?))?/g)];
    return cited.flatMap(([, page = "", section]) => {
      const found = pages.find((one) => one === page || one.endsWith(`/${page}`));
      const isThere = found !== undefined && (section === undefined || sectionsOf(found).has(section));
      return isThere ? [] : [`${path}: ${page} ${section ?? ""}`];
    });
  });
  expect(missing).toEqual([]);
});

test("Nothing is cited that lies outside of the repository", () => {
  const outside = sources.flatMap((path) => {
    const named = [...read(path).matchAll(/\b[\w-]+\.md\b/g)].map(([name]) => name);
    return named
      .filter((name) => !["README.md", "SKILL.md"].includes(name) && !isFile(path, name))
      .map((name) => `${path}: ${name}`);
  });
  expect(outside).toEqual([]);
});

/** A page by another name, such as a fixture's. */
function isFile(path: string, name: string): boolean {
  const near = globSync(`**/${name}`, { cwd: join(repositoryFolder, "test") });
  return near.length > 0 || globSync(name, { cwd: join(repositoryFolder, dirname(path)) }).length > 0;
}

test("Sections that the stand-in cites stand on its page", () => {
  const sections = sectionsOf("test/world/romm/README.md");
  const romm = sources.filter((path) => /^test\/(world\/romm|contract)\/|^backend\/romm\//.test(path));
  const missing = romm.flatMap((path) =>
    [...read(path).matchAll(/\bsections? (\d[\d., ]*(?:(?:to|and) \d[\d.]*)*)/gi)]
      .flatMap(([, numbers = ""]) => numbersIn(numbers))
      .filter((number) => !sections.has(number))
      .map((number) => `${path}: ${number}`),
  );
  expect(sections.size).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});

test("Each scenario that is cited is told on their page, and each that is told names a file that cites it", () => {
  const told = read("test/scenarios/README.md")
    .split(/^(?:- )?(?=\d+b?\. )/m)
    .slice(1);
  const files = new Map(told.map((text) => [text.slice(0, text.indexOf(".")), filesIn(text)]));
  const cited = sources.flatMap((path) =>
    [...read(path).matchAll(/\bscenario (\d+b?)/gi)].map(([, number = ""]) => ({ path, number })),
  );
  expect(cited.filter(({ number }) => !files.has(number))).toEqual([]);
  for (const [number, paths] of files) {
    expect(paths, number).not.toEqual([]);
    const isHeld = paths.every((path) => cited.some((one) => one.path === path && one.number === number));
    expect(isHeld, `${number}: ${paths}`).toBe(true);
  }
});

function filesIn(text: string): string[] {
  return [...text.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, path = ""]) =>
    path.startsWith("test/") ? path : `test/scenarios/${path}`,
  );
}

test("A file that a page names is there", () => {
  const missing = pages.flatMap((page) =>
    [...read(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|tsx|json|py|cjs))`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => ![path, join(dirname(page), path), join("backend", path)].some(isThere))
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test("Every room of the backend that has rules has a page, and it says what the room may not know", () => {
  const rooms = globSync("backend/*/", { cwd: repositoryFolder }).map((path) => basename(path));
  const without = rooms.filter((room) => !withoutRules.has(room) && !isThere(`backend/${room}/README.md`));
  expect(without).toEqual([]);
  const silent = pages.filter(
    (page) => page.startsWith("backend/") && !/may not know|imports nothing/.test(read(page)),
  );
  expect(silent).toEqual([]);
});

/** Types, and what introduces the rooms to each other. */
const withoutRules = new Set(["contract", "ports", "assembly"]);

function isThere(path: string): boolean {
  return globSync(path, { cwd: repositoryFolder }).length > 0;
}
