/** Modules of white around the code, without which scanners do not find it. */
const border = 4;

/** One path of squares; each row is text of `1` (dark) and `0`. */
export function QrCode({ rows, sizePx, label }: { rows: string[]; sizePx: number; label: string }) {
  const size = rows.length + 2 * border;
  const squares = rows.flatMap((row, y) =>
    [...row].map((module, x) => (module === "1" ? `M${x + border} ${y + border}h1v1h-1z` : "")),
  );
  // Whole pixels for each module: a blurred code is not read.
  const pixels = Math.max(1, Math.floor(sizePx / size)) * size;
  return (
    <svg
      role="img"
      aria-label={label}
      width={pixels}
      height={pixels}
      viewBox={`0 0 ${size} ${size}`}
      data-qr=""
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join("")} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
