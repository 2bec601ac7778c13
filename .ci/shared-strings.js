// Plain JavaScript for Node 20, as rollup.config.js, which uses it.

/** What a string costs where it stands under a name of two letters, and what its declaration costs besides itself. */
const nameLength = 2;
const declarationLength = nameLength + 2;

/**
 * Writes each string that is said several times once: words, styles, kinds and names of properties are 9 kB of repetitions.
 * Of Steam's own parts the names stay, for whoever looks at the bundle for what it needs.
 */
export const sharedStrings = {
  name: "shared-strings",
  renderChunk(code) {
    const uses = findUses(this.parse(code));
    const names = freeNames(code);
    const declared = [];
    const edits = [];
    for (const [text, places] of groupByText(uses)) {
      if (gainOf(text, places) <= 0) continue;
      const name = names.next().value;
      declared.push(`${name}=${text}`);
      for (const place of places) edits.push({ ...place, name: place.write(name) });
    }
    return declared.length === 0 ? null : `const ${declared.join()};${replaceAll(code, edits)}`;
  },
};

function gainOf(text, places) {
  const saved = places.map(({ start, end, write }) => end - start - write("ab").length);
  return saved.reduce((sum, each) => sum + each, 0) - text.length - declarationLength;
}

function groupByText(uses) {
  const groups = new Map();
  for (const use of uses) {
    const text = JSON.stringify(use.text);
    groups.set(text, [...(groups.get(text) ?? []), use]);
  }
  return groups;
}

/** Shorter names of properties stay: they would gain next to nothing, and an object of which all names are told is made faster. */
const shortestProperty = 5;

/** A string as a value, a property's name in an object, and one behind a point: each is written in its own way. */
const writeValue = (name) => name;
const writeProperty = (name) => `[${name}]`;

/** No names of modules, and no directives. */
function findUses(program) {
  const found = [];
  const walk = (node) => {
    const use = placeOf(node);
    if (use !== null) found.push(use);
    for (const [part, child] of Object.entries(node)) {
      if (isNoValue(node, part)) continue;
      for (const each of Array.isArray(child) ? child : [child])
        if (typeof each?.type === "string") walk(each);
    }
  };
  walk(program);
  return found;
}

function placeOf(node) {
  const { type, computed, shorthand, method, kind, start, end } = node;
  if (type === "Literal" && typeof node.value === "string")
    return { text: node.value, start, end, write: writeValue };
  if (computed || shorthand) return null;
  if (type === "Property" && !method && kind === "init") return keyUse(node.key);
  return type === "MemberExpression" && node.object.name !== "DFL" ? pointUse(node) : null;
}

function keyUse({ name, value, start, end }) {
  const text = name ?? value;
  return typeof text === "string" && text.length >= shortestProperty
    ? { text, start, end, write: writeProperty }
    : null;
}

/** Of `?.` the point stays. */
function pointUse({ property, optional }) {
  if (property.type !== "Identifier" || property.name.length < shortestProperty) return null;
  const start = optional ? property.start : property.start - 1;
  return { text: property.name, start, end: property.end, write: writeProperty };
}

function isNoValue({ type, computed, directive }, part) {
  if (part === "key") return computed !== true;
  return part === "source" || (type === "ExpressionStatement" && directive !== undefined);
}

/** Names of two letters that stand nowhere in the code, not even inside of a word of it. */
function* freeNames(code) {
  const taken = new Set(code.match(/[\w$]+/g));
  for (const first of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$")
    for (const second of "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$")
      if (!taken.has(first + second)) yield first + second;
}

function replaceAll(code, edits) {
  let replaced = "";
  let at = 0;
  for (const { start, end, name } of edits.sort((one, other) => one.start - other.start)) {
    const before = replaced + code.slice(at, start);
    replaced = before + (isGlued(before.slice(-1), name[0]) ? " " : "") + name;
    if (isGlued(name.at(-1), code[end] ?? "")) replaced += " ";
    at = end;
  }
  return replaced + code.slice(at);
}

const isGlued = (one, other) => /[\w$]/.test(one) && /[\w$]/.test(other);
