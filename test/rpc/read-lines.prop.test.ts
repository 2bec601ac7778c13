import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "../../backend/rpc/read-lines.ts";

const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((line) => line.replaceAll("\n", ""));

test("However a stream is cut into chunks, its lines are the same.", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 8 }),
      text,
      fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
      async (lines, unfinished, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join("") + unfinished);
        const read: string[] = [];
        for await (const line of readLines(Readable.from(cutAt(bytes, cuts)))) read.push(line);
        expect(read).toEqual(lines);
      },
    ),
  );
});

function cutAt(bytes: Buffer, cuts: number[]): Buffer[] {
  const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter((chunk) => chunk.length > 0);
}
