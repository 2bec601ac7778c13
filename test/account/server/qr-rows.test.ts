import jsQR from "jsqr";
import { expect, test } from "vitest";
import { toQrRows } from "../../../backend/account/server/qr-rows.ts";

const moduleSize = 6;
const border = 4;

/** As the panel draws it: black on white, six dots a module, four modules of white around. */
function draw(rows: string[]): { pixels: Uint8ClampedArray; size: number } {
  const size = (rows.length + 2 * border) * moduleSize;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const row = rows[Math.floor(y / moduleSize) - border] ?? "";
      if (row[Math.floor(x / moduleSize) - border] !== "1") continue;
      pixels.set([0, 0, 0], (y * size + x) * 4);
    }
  }
  return { pixels, size };
}

test.each([
  "http://192.168.178.23:40123/Zk3vQ9",
  "https://romm.home.lan/pair/device?user_code=K7QX2MPD",
  `https://${"long-".repeat(10)}name.example.org:8443/games/romm/pair/device?user_code=K7QX2MPD`,
])("a phone's camera reads %s from the rows", (text) => {
  const { pixels, size } = draw(toQrRows(text));
  expect(jsQR(pixels, size, size)?.data).toBe(text);
});

test("the rows are a square of ones and zeros", () => {
  const rows = toQrRows("http://192.168.178.23:40123/Zk3vQ9");
  for (const row of rows) expect(row).toMatch(new RegExp(`^[01]{${rows.length}}$`));
});
