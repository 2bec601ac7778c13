// Plain JavaScript for Node 20, as rollup.config.js, which uses it.

/** How many numbers one drawing of a command takes. */
const takes = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

/**
 * A path of an SVG with no letter too many: two digits behind the point (a hundredth of 24), no blank and no repeated
 * command that the grammar can do without (SVG 2, 9.3.9).
 */
export function shortenPath(path) {
  let shorter = "";
  let last = "";
  for (const [, command, numbers] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const written = writeNumbers(command, numbers.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []);
    const goesOn = command === last && !/[mz]/i.test(command);
    shorter = goesOn ? join(shorter, written) : shorter + command + written;
    last = command;
  }
  return shorter;
}

function writeNumbers(command, numbers) {
  const count = takes[command.toLowerCase()];
  if (count !== 0 && numbers.length % count !== 0) throw new Error(`A path has ${numbers} after ${command}.`);
  return numbers.reduce((text, number, at) => {
    const place = at % (count || 1);
    const isBehindFlag = /a/i.test(command) && (place === 4 || place === 5);
    const written = writeNumber(number);
    return at === 0 ? written : isBehindFlag ? text + written : join(text, written);
  }, "");
}

const writeNumber = (number) => String(Number(Number(number).toFixed(2))).replace(/^(-?)0\./, "$1.");

/** A sign, and a point where the number before has one, part two numbers by themselves. */
function join(text, number) {
  const isParted = number.startsWith("-") || (number.startsWith(".") && /\.\d*$/.test(text));
  return isParted ? text + number : `${text} ${number}`;
}
