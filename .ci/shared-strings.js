// Plain JavaScript for Node 20, as rollup.config.js, which uses it.

/** A string costs this much where it stands under a name of two letters, and its declaration as much besides itself. */
const nameLength = 2;
const declarationLength = nameLength + 2;

/** Writes each string that is said several times once: words, styles and kinds of the panel are 5 kB of repetitions. */
export const sharedStrings = {
  name: "shared-strings",
  renderChunk(code) {
    const uses = findStrings(this.parse(code));
    const names = freeNames(code);
    const declared = [];
    const edits = [];
    for (const [raw, places] of groupByText(code, uses)) {
      if (!isWorthIt(raw, places.length)) continue;
      const name = names.next().value;
      declared.push(`${name}=${raw}`);
      for (const place of places) edits.push({ ...place, name });
    }
    return declared.length === 0 ? null : `const ${declared.join()};${replaceAll(code, edits)}`;
  },
};

function isWorthIt(raw, count) {
  return count * (raw.length - nameLength) > raw.length + declarationLength;
}

function groupByText(code, uses) {
  const groups = new Map();
  for (const use of uses) {
    const raw = code.slice(use.start, use.end);
    groups.set(raw, [...(groups.get(raw) ?? []), use]);
  }
  return groups;
}

/** Strings that are values: no names of properties or modules, and no directives. */
function findStrings(program) {
  const found = [];
  const visit = (node) => {
    if (node.type === "Literal" && typeof node.value === "string") found.push(node);
    for (const [part, child] of Object.entries(node)) {
      if (isNoValue(node, part)) continue;
      for (const each of Array.isArray(child) ? child : [child])
        if (typeof each?.type === "string") visit(each);
    }
  };
  visit(program);
  return found;
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
    replaced = before + (/[\w$]$/.test(before.slice(-1)) ? " " : "") + name;
    if (/[\w$]/.test(code[end] ?? "")) replaced += " ";
    at = end;
  }
  return replaced + code.slice(at);
}
