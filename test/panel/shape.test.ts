import { expect, test } from "vitest";
import { isAnything, isLike, isListOf, isNumber, isText, isTruth } from "../../src/shape.ts";

const isApp = isLike({ appid: isNumber, name: isText, isOn: isTruth, more: isAnything });

test("An object is like a shape if each of its named properties is right, whatever else it has", () => {
  expect(isApp({ appid: 1, name: "Anguna", isOn: false, more: undefined, extra: [] })).toBe(true);
  expect(isApp({ appid: 1, name: "Anguna", isOn: false })).toBe(true);
});

test.each([
  null,
  undefined,
  "text",
  7,
  [],
  {},
  { appid: "1", name: "Anguna", isOn: false },
  { appid: 1, name: null, isOn: false },
  { appid: 1, name: "Anguna", isOn: 0 },
])("%j is not like it", (value) => {
  expect(isApp(value)).toBe(false);
});

test("A property that a class answers by itself counts, as Steam's stores have them", () => {
  class Store {
    get apps() {
      return [{ id: 1 }];
    }
  }
  expect(isLike({ apps: isListOf(isLike({ id: isNumber })) })(new Store())).toBe(true);
});

test("A list is one whose every entry is right; what only looks like a list is none", () => {
  expect(isListOf(isNumber)([])).toBe(true);
  expect(isListOf(isNumber)([1, "2"])).toBe(false);
  expect(isListOf(isNumber)({ length: 0 })).toBe(false);
});
