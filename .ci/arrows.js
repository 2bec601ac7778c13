// Plain JavaScript for Node 20, as rollup.config.js, which uses it.

/**
 * Writes each function of the outermost level as an arrow: the word `function`, and `return` where a function is one
 * answer, are 6 kB of the panel. They go to the top, where such functions are there from the start just the same.
 */
export const arrows = {
  name: "arrows",
  renderChunk(code) {
    const functions = this.parse(code).body.filter(isPlainFunction);
    let rest = "";
    let at = 0;
    for (const { start, end } of functions) {
      rest += code.slice(at, start);
      at = end;
    }
    const written = functions.map((each) => writeArrow(code, each));
    return written.length === 0 ? null : `const ${written.join(",\n")};\n${rest}${code.slice(at)}`;
  },
};

function writeArrow(code, { id, params, body, async: isAsync }) {
  const given = params.map(({ start, end }) => code.slice(start, end)).join(", ");
  return `${id.name} = ${isAsync ? "async " : ""}(${given}) => ${code.slice(body.start, body.end)}`;
}

/** What an arrow cannot be: something that is made with `new`, or that asks how it was called. */
function isPlainFunction({ type, generator, body, params }) {
  return type === "FunctionDeclaration" && !generator && !asksHowItWasCalled([body, ...params]);
}

function asksHowItWasCalled(nodes) {
  return nodes.some((node) => {
    if (typeof node?.type !== "string" || ownsThis.has(node.type)) return false;
    if (node.type === "ThisExpression" || node.type === "MetaProperty") return true;
    if (node.type === "Identifier" && node.name === "arguments") return true;
    return Object.values(node).some((child) => asksHowItWasCalled(Array.isArray(child) ? child : [child]));
  });
}

const ownsThis = new Set(["FunctionDeclaration", "FunctionExpression", "ClassBody"]);
