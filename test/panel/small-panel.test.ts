import { expect, test } from "vitest";

const scripts = new URL("../../.ci/", import.meta.url).href;
const { shortenPath }: { shortenPath(path: string): string } = await import(`${scripts}short-paths.js`);
const { sharedStrings }: { sharedStrings: Plugin } = await import(`${scripts}shared-strings.js`);
const { arrows }: { arrows: Plugin } = await import(`${scripts}arrows.js`);

interface Plugin {
  renderChunk(this: { parse(code: string): unknown }, code: string): string | null;
}

const { parseAst } = await import("rollup/parseAst");
const share = (code: string) => sharedStrings.renderChunk.call({ parse: parseAst }, code);
const pointArrows = (code: string) => arrows.renderChunk.call({ parse: parseAst }, code);

test("An icon's path loses blanks, repeated commands and digits that nobody sees, and none of its numbers", () => {
  expect(shortenPath("M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0")).toBe("M3 12a9 9 0 1018 0 9 9 0 00-18 0");
  expect(shortenPath("M9 15l6 -6")).toBe("M9 15l6-6");
  expect(shortenPath("l.463 -.536l0 .01z")).toBe("l.46-.54 0 .01z");
  expect(shortenPath("c.028 .028 .057 .054 .094 .083")).toBe("c.03.03.06.05.09.08");
  expect(() => shortenPath("M9 15 4")).toThrow("A path has");
});

test("A string that is said often is written once, wherever it is a value", () => {
  const said = 'if("attention"===a)b("attention");switch(c){case"attention":d={attention:"attention"}}';
  expect(share(said)).toBe('const a0="attention";if(a0===a)b(a0);switch(c){case a0:d={[a0]:a0}}');
});

test("So is the name of a property, in each way of writing it; methods, shorthands and what Steam's parts are called stay", () => {
  const said = "f({a_property:1,a_property(){}},b.a_property,b?.a_property,{a_property})";
  const { a_property } = { a_property: 7 };
  const shared = share(`${said};${said};({a_property:c}=b);g(DFL.a_property)`) ?? "";
  const once = "f({[a0]:1,a_property(){}},b[a0],b?.[a0],{a_property})";
  expect(shared).toBe(`const a0="a_property";${once};${once};({[a0]:c}=b);g(DFL.a_property)`);
  const run = new Function("f", "g", "b", "DFL", "a_property", "c", shared);
  const got: unknown[][] = [];
  run(
    (...all: unknown[]) => got.push(all),
    () => {},
    { a_property },
    {},
    9,
    0,
  );
  expect(got[0]?.slice(1)).toEqual([7, 7, { a_property: 9 }]);
});

test("Names of modules stay, and so does what is shorter where it stands", () => {
  expect(share('import a from"attention";export*from"attention";import"attention"')).toBeNull();
  expect(share('a("b","b","b");c({kind:1,kind:2},d.kind,e.kind,f.kind)')).toBeNull();
});

test("A shared string takes no name that stands anywhere in the code", () => {
  expect(share('f("a long sentence",a0,"a long sentence","a long sentence")')).toMatch(/^const a1=/);
});

test("A function of the outermost level becomes an arrow that is there before all else, as it was", () => {
  const written = pointArrows(
    "const three = add(1, 2); function add(a, b) { return a + b; } export { three };",
  );
  expect(written).toBe(
    "const add = (a, b) => { return a + b; };\nconst three = add(1, 2);  export { three };",
  );
  expect(pointArrows("async function wait() { await 1; }")).toBe("const wait = async () => { await 1; };\n");
});

test.each([
  "function Made() { this.a = 1; }",
  "function count() { return arguments.length; }",
  "function late(a = () => this) { return a; }",
  "function* each() { yield 1; }",
  "function made() { return new.target; }",
  "const a = () => 1;",
])("What an arrow cannot be stays: %s", (code) => {
  expect(pointArrows(code)).toBeNull();
});

test("A function within may ask how it was called, for that is its own affair", () => {
  expect(pointArrows("function a() { return function () { return this; }; }")).toContain("const a = () =>");
});
