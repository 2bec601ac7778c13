import { encode } from "uqr";

/**
 * A text as a QR code, row by row: `1` is dark, `0` is light. Without the white border of four modules, which the
 * reader draws.
 */
export function toQrRows(text: string): string[] {
  const { data } = encode(text, { ecc: "M", border: 0 });
  return data.map((row) => row.map((isDark) => (isDark ? "1" : "0")).join(""));
}
