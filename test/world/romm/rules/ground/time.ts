/** ISO text as python prints it: no fraction if it is zero, else microseconds; always an offset. */
export function isoTime(ms: number): string {
  return `${naiveTime(ms)}+00:00`;
}

/** As `isoTime`, without the offset: what a plain datetime column looks like on MariaDB. */
export function naiveTime(ms: number): string {
  const text = new Date(ms).toISOString();
  const fraction = text.slice(20, 23);
  return fraction === "000" ? text.slice(0, 19) : `${text.slice(0, 19)}.${fraction}000`;
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** The tag's inside: `YYYY-MM-DD_HH-MM-SS`, in UTC. */
export function tagTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "-");
}

export interface ReadTime {
  ms: number;
  /** Null: naive, no offset was told. Minutes east of UTC. */
  offsetMinutes: number | null;
}

/** ISO 8601, or unix seconds or milliseconds. Null: not a time. */
export function readTime(input: unknown): ReadTime | null {
  if (typeof input === "number" || (typeof input === "string" && /^-?\d+(\.\d+)?$/.test(input)))
    return unixTime(Number(input));
  if (typeof input !== "string") return null;
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    input,
  );
  if (parts === null) return null;
  const [, day, minute, second = ":00", fraction = "", zone = ""] = parts;
  const ms = Date.parse(`${day}T${minute}${second}${fraction.slice(0, 4)}Z`);
  if (Number.isNaN(ms)) return null;
  if (zone === "") return { ms, offsetMinutes: null };
  const offsetMinutes = zone.toUpperCase() === "Z" ? 0 : readOffset(zone);
  return { ms: ms - offsetMinutes * 60_000, offsetMinutes };
}

/** Pydantic's watershed: above it a number means milliseconds. */
function unixTime(value: number): ReadTime {
  return { ms: Math.abs(value) > 2e10 ? value : value * 1000, offsetMinutes: 0 };
}

function readOffset(zone: string): number {
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return zone.startsWith("-") ? -minutes : minutes;
}
