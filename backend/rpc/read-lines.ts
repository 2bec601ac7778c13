import type { Readable } from "node:stream";

const newline = 0x0a;

/**
 * The lines of a stream, without their ends. Only `\n` ends a line, since U+2028 may stand raw in JSON; a last line
 * without an end was cut and is dropped.
 */
export async function* readLines(input: Readable): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      yield Buffer.concat([...pieces, bytes.subarray(start, end)]).toString("utf8");
      pieces = [];
      start = end + 1;
    }
    if (start < bytes.length) pieces.push(bytes.subarray(start));
  }
}
